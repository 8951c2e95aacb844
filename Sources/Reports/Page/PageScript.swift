/// The page's only script: sorting, filtering, enlarging pictures, and where the reader is.
///
/// It reads and moves nodes and sets text; it never parses markup, so that nothing in the page can
/// become code through it.
enum PageScript {
  /// The script's text, exactly as it stands in the page; the policy names its digest.
  static let source = "'use strict';\n" + sorting + filtering + enlarging + following

  /// Cells are compared by `data-v` where there is one; cells without a value stay at the end.
  private static let sorting = """
    document.querySelectorAll('table.sortable').forEach(table => {
      const body = table.tBodies[0];
      const heads = table.querySelectorAll('thead th');
      heads.forEach((head, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = head.textContent;
        head.textContent = '';
        head.append(button);
        button.addEventListener('click', () => {
          const down = head.getAttribute('aria-sort') === 'ascending';
          heads.forEach(other => other.removeAttribute('aria-sort'));
          head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
          const key = row => {
            const cell = row.cells[column], value = cell.dataset.v;
            return value === undefined ? cell.textContent.trim() : value === '' ? NaN : Number(value);
          };
          const order = (a, b) => typeof a === 'number' ? a - b : a.localeCompare(b, 'en');
          const rows = Array.from(body.rows).map(row => [key(row), row]);
          const known = rows.filter(row => !Number.isNaN(row[0]));
          known.sort((a, b) => down ? order(b[0], a[0]) : order(a[0], b[0]));
          const empty = rows.filter(row => Number.isNaN(row[0]));
          body.append(...known.concat(empty).map(row => row[1]));
        });
      });
    });

    """

  /// A filter hides the rows or the figures of what it names.
  private static let filtering = """
    document.querySelectorAll('input[data-filter]').forEach(input => {
      input.parentElement.hidden = false;
      const target = document.getElementById(input.dataset.filter);
      const parts = Array.from(target.tBodies ? target.tBodies[0].rows
        : target.querySelectorAll('.picture,.strip'));
      input.addEventListener('input', () => {
        const wanted = input.value.trim().toLowerCase();
        for (const part of parts) part.hidden = !part.textContent.toLowerCase().includes(wanted);
      });
    });

    """

  private static let enlarging = """
    const dialog = document.createElement('dialog');
    const bar = document.createElement('div');
    const stage = document.createElement('div');
    bar.className = 'bar';
    stage.className = 'stage';
    let shown = null;
    const show = figure => {
      shown = figure;
      const copy = figure.cloneNode(true);
      copy.removeAttribute('id');
      copy.querySelectorAll('[id]').forEach(part => part.removeAttribute('id'));
      const zoom = copy.querySelector('.zoom');
      zoom.replaceWith(...zoom.childNodes);
      copy.querySelectorAll('details').forEach(part => { part.open = true; });
      stage.replaceChildren(copy);
      dialog.setAttribute('aria-label', figure.querySelector('.zoom').getAttribute('aria-label'));
      if (!dialog.open) {
        dialog.showModal();
        bar.lastChild.focus();
      }
      dialog.scrollTop = 0;
    };
    const step = by => {
      const all = Array.from(document.querySelectorAll('figure .zoom'))
        .map(zoom => zoom.closest('figure')).filter(figure => figure.checkVisibility());
      const place = all.indexOf(shown) + by;
      if (place >= 0 && place < all.length) show(all[place]);
    };
    for (const [text, act] of [['Previous', () => step(-1)], ['Next', () => step(1)],
        ['Close', () => dialog.close()]]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.addEventListener('click', act);
      bar.append(button);
    }
    dialog.append(bar, stage);
    document.body.append(dialog);
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener('keydown', event => {
      if (event.key === 'ArrowRight') step(1);
      if (event.key === 'ArrowLeft') step(-1);
    });
    dialog.addEventListener('close', () => {
      if (dialog.open) return;
      stage.replaceChildren();
      shown.querySelector('.zoom').focus();
    });
    document.addEventListener('click', event => {
      const zoom = event.target.closest('.zoom');
      if (zoom) show(zoom.closest('figure'));
    });
    document.addEventListener('mouseover', event => {
      document.querySelectorAll('.lit').forEach(box => box.classList.remove('lit'));
      const row = event.target.closest('.regions tr[data-r]');
      if (!row) return;
      const box = row.closest('figure').querySelector('.box[data-r="' + Number(row.dataset.r) + '"]');
      if (box) box.classList.add('lit');
    });

    """

  /// Opens what an address names, and marks the part being read in the contents.
  private static let following = """
    const unfold = () => {
      const target = document.getElementById(location.hash.slice(1));
      if (!target) return;
      for (let part = target; part; part = part.parentElement)
        if (part.tagName === 'DETAILS') part.open = true;
      target.scrollIntoView();
    };
    addEventListener('hashchange', unfold);
    unfold();
    const links = new Map(Array.from(document.querySelectorAll('.contents a'))
      .map(link => [link.getAttribute('href').slice(1), link]));
    const reading = new IntersectionObserver(entries => {
      for (const entry of entries) if (entry.isIntersecting) {
        links.forEach(link => link.classList.remove('here'));
        links.get(entry.target.id)?.classList.add('here');
      }
    }, {rootMargin: '0px 0px -75% 0px'});
    document.querySelectorAll('section').forEach(section => reading.observe(section));

    """
}

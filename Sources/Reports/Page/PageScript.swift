/// The page's only script: sorting by a click on a heading, and filtering rows.
enum PageScript {
  /// The script's text, exactly as it stands in the page; the policy names its digest.
  static let source = """
    'use strict';
    document.querySelectorAll('table.sortable').forEach(table => {
      const body = table.tBodies[0];
      table.querySelectorAll('thead th').forEach((head, column) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = head.textContent;
        head.textContent = '';
        head.append(button);
        button.addEventListener('click', () => {
          const down = head.getAttribute('aria-sort') === 'ascending';
          table.querySelectorAll('thead th').forEach(other => other.removeAttribute('aria-sort'));
          head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
          const key = row => {
            const cell = row.cells[column];
            return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
          };
          const order = (a, b) => typeof a === 'number' ? a - b : a.localeCompare(b, 'en');
          const rows = Array.from(body.rows).map(row => [key(row), row]);
          rows.sort((a, b) => down ? order(b[0], a[0]) : order(a[0], b[0]));
          body.append(...rows.map(row => row[1]));
        });
      });
    });
    document.querySelectorAll('input[data-filter]').forEach(input => {
      input.parentElement.hidden = false;
      const rows = document.getElementById(input.dataset.filter).tBodies[0].rows;
      input.addEventListener('input', () => {
        const wanted = input.value.trim().toLowerCase();
        for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
      });
    });
    """
}

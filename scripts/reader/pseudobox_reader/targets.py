"""What the losses of RKD and RegionCLIP take, from records (numpy only).

Formulas and where they come from: README.md. Rows are regions of a whole batch; `images` says
which image each belongs to. A student's features are compared with these targets.
"""

import dataclasses

import numpy


@dataclasses.dataclass(frozen=True)
class RegionBatch:
    """Regions of several images, one after the other."""

    keys: list  # of the images
    image_ids: numpy.ndarray  # uint64 [images]
    sizes: numpy.ndarray  # int64 [images, 2], width and height
    images: numpy.ndarray  # int64 [regions], place of the image in the batch
    regions: numpy.ndarray  # int64 [regions], place of the region in its record
    boxes: numpy.ndarray  # float32 [regions, 4]
    scores: numpy.ndarray  # float32 [regions]
    sources: numpy.ndarray  # uint8 [regions], number of the proposal source
    embeddings: numpy.ndarray  # float32 [regions, D], not normalised
    whole: numpy.ndarray  # float32 [images, D], not normalised
    concept_ids: numpy.ndarray | None = None  # int64 [regions, K], best first
    cosines: numpy.ndarray | None = None  # float32 [regions, K]
    log_sum_exp: numpy.ndarray | None = None  # float32 [regions]
    max_probability: numpy.ndarray | None = None  # float32 [regions]

    @classmethod
    def of(cls, records, top=None, sources=None):
        """Batch of Regions, or of pairs with Labels; rejected images are left out.

        `sources` are the kinds of proposal sources whose regions are taken, such as {"owlv2"};
        without it all but annotated boxes ("ground_truth") are, as in exports: an annotation's
        score of 1 would put it before every proposal. Where there are no others they are taken.
        `top` keeps the best-scored of them in each image, as RKD does with 5: regions come in
        descending order of score.
        """
        pairs = [record if isinstance(record, tuple) else (record, None) for record in records]
        pairs = [pair for pair in pairs if pair[0].reason is None]
        if not pairs:
            raise ValueError("expected an image that was not rejected, found none")
        chosen = [_chosen(regions, sources)[:top] for regions, _ in pairs]

        def joined(take, dtype):
            return numpy.concatenate(
                [take(pair)[rows] for pair, rows in zip(pairs, chosen, strict=True)]
            ).astype(dtype, copy=False)

        labels = {}
        if all(label is not None for _, label in pairs):
            labels = dict(
                concept_ids=joined(lambda pair: pair[1].concept_ids, numpy.int64),
                cosines=joined(lambda pair: pair[1].cosines, numpy.float32),
                log_sum_exp=joined(lambda pair: pair[1].log_sum_exp, numpy.float32),
                max_probability=joined(lambda pair: pair[1].max_probability, numpy.float32))
        return cls(
            keys=[regions.key for regions, _ in pairs],
            image_ids=numpy.array([regions.image_id for regions, _ in pairs], numpy.uint64),
            sizes=numpy.array([(r.width, r.height) for r, _ in pairs], numpy.int64),
            images=numpy.repeat(numpy.arange(len(pairs)), [len(rows) for rows in chosen]),
            regions=numpy.concatenate(chosen),
            boxes=joined(lambda pair: pair[0].boxes, numpy.float32),
            scores=joined(lambda pair: pair[0].scores, numpy.float32),
            sources=joined(lambda pair: pair[0].sources, numpy.uint8),
            embeddings=joined(lambda pair: pair[0].embeddings[:-1], numpy.float32),
            whole=numpy.stack([r.embeddings[-1] for r, _ in pairs]).astype(numpy.float32),
            **labels)


def _chosen(regions, wanted):
    """Places of the regions whose source is taken, int64 [n]; sources without a kind are."""
    kinds = regions.source_kinds
    if wanted is not None:
        unknown = set(wanted) - set(kinds)
        if unknown:
            raise ValueError(f"expected kinds of sources among {kinds}, found {sorted(unknown)}")
        taken = [kind in wanted for kind in kinds]
    else:
        alone = all(kind == "ground_truth" for kind in kinds)
        taken = [alone or kind != "ground_truth" for kind in kinds]
    left_out = [number for number, is_taken in enumerate(taken) if not is_taken]
    return numpy.flatnonzero(~numpy.isin(regions.sources, left_out))


def unit(rows):
    """Rows divided by their Euclidean norm; a row of zeros stays."""
    norms = numpy.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / numpy.maximum(norms, 1e-12)


def rkd_l1(student, teacher):
    """RKD's point-wise loss: the mean of |F - G| over all elements of the unit rows."""
    return float(numpy.abs(unit(student) - unit(teacher)).mean())


def similarities(rows):
    """RKD's relations, [regions, regions]: cosines, each row divided by its L1 norm.

    The released code divides by the L1 norm; the paper says L2.
    """
    rows = unit(rows)
    matrix = rows @ rows.T
    return matrix / numpy.maximum(numpy.abs(matrix).sum(1, keepdims=True), 1e-12)


def irm(student, teacher):
    """RKD's relationship loss: the squared Frobenius distance of the two matrices."""
    return float(numpy.square(similarities(student) - similarities(teacher)).sum())


def teacher_distribution(embeddings, concepts, temperature=0.01):
    """RegionCLIP's target, [regions, concepts]: softmax of cosine / temperature over the pool."""
    logits = unit(embeddings) @ unit(concepts).T / temperature
    logits -= logits.max(1, keepdims=True)
    weights = numpy.exp(logits)
    return weights / weights.sum(1, keepdims=True)


def stored_distribution(batch, temperature):
    """The K largest probabilities of each region from what the labels pass stored, [regions, K].

    They are those of `teacher_distribution` at the temperature of the label set, without the pool:
    exp(cosine / temperature - log_sum_exp).
    """
    return numpy.exp(batch.cosines / temperature - batch.log_sum_exp[:, None])


def pseudo_labels(max_probability, concept_ids, threshold=0.1):
    """RegionCLIP's hard labels: the nearest concept, and which regions are kept.

    A region is kept when its largest probability is above the threshold; when none is, all are.
    """
    keep = max_probability > threshold
    return concept_ids[:, 0], keep if keep.any() else numpy.ones_like(keep)


def distillation(student, distribution, keep, concepts, temperature=0.01):
    """RegionCLIP's distillation loss: KL(P || Q) of the kept regions, summed, by their number."""
    logits = unit(student[keep]) @ unit(concepts).T / temperature
    logits -= logits.max(1, keepdims=True)
    log_q = logits - numpy.log(numpy.exp(logits).sum(1, keepdims=True))
    p = distribution[keep]
    terms = numpy.where(p > 0, p * (numpy.log(numpy.maximum(p, 1e-45)) - log_q), 0)
    return float(terms.sum() / keep.sum())

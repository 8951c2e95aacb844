"""What the proposer learns from: which patch learns which box, and how wrong it is."""

import torch
import torch.nn.functional as F

CELLS = 4               # a training-only head says which of a patch's 4 x 4 cells lie in a box
CENTRAL = 0.6           # patches within this share of a box (about its centre) learn it
SMALL = 0.12            # longest side, as a share of the picture's, under which a box counts as small


def to_corners(boxes):
    centre, half = boxes[..., :2], boxes[..., 2:] / 2
    return torch.cat([centre - half, centre + half], -1)


def paired_iou(a, b):
    """(IoU, generalised IoU) of boxes in corner form, pair by pair."""
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    inter = (high - low).clamp(min=0).prod(1)
    area_a, area_b = (a[:, 2:] - a[:, :2]).prod(1), (b[:, 2:] - b[:, :2]).prod(1)
    union = area_a + area_b - inter + 1e-9
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1) + 1e-9
    return inter / union, inter / union - (hull - union) / hull


def assign(boxes, grid):
    """For every patch of one image the box it learns, or -1.

    The smallest box whose central part holds the patch's centre wins; the
    patch that holds a box's own centre always learns that box.
    """
    steps = (torch.arange(grid) + 0.5) / grid
    centres = torch.stack([steps.repeat(grid), steps.repeat_interleave(grid)], 1)
    inside = ((centres[:, None] - boxes[None, :, :2]).abs() <= CENTRAL / 2 * boxes[None, :, 2:]).all(2)
    area = boxes[:, 2:].prod(1)
    ranked = torch.where(inside, area[None], torch.inf)
    owner = torch.where(inside.any(1), ranked.argmin(1), -1)
    cells = (boxes[:, :2] * grid).long().clamp(0, grid - 1)
    for i in area.argsort(descending=True).tolist():
        owner[cells[i, 1] * grid + cells[i, 0]] = i
    return owner


def alike(objects, iou, sides):
    return torch.ones(len(objects))


def best_first(objects, iou, sides):
    """A weight for every learning patch; an object's patches share 1, most of it its best patch's.

    A proposal only needs one good box for an object, and small objects count like large ones.
    """
    _, group, count = objects.unique(return_inverse=True, return_counts=True)
    strength = (iou / 0.1).exp()
    total = torch.zeros(len(count)).index_add(0, group, strength)
    return 0.3 / count[group] + 0.7 * strength / total[group]


def nearly_found(objects, iou, sides):
    """As best_first, but objects whose best box is about to pass or to miss IoU 0.5, and small ones, count more."""
    _, group = objects.unique(return_inverse=True)
    top = torch.zeros(int(group.max()) + 1).scatter_reduce(0, group, iou, "amax")[group]
    near = 1 + 1.5 * (-((top - 0.5) / 0.15).square()).exp()
    return best_first(objects, iou, sides) * near * torch.where(sides < SMALL, 1.5, 1.0)


def coverage(boxes, grid):
    """(grid * grid, CELLS ** 2): which cells of every patch lie inside some box."""
    fine = grid * CELLS
    at = (torch.arange(fine) + 0.5) / fine
    low, high = boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2
    in_x = (at >= low[:, :1]) & (at <= high[:, :1])
    in_y = (at >= low[:, 1:]) & (at <= high[:, 1:])
    covered = (in_y[:, :, None] & in_x[:, None, :]).any(0).float()
    return covered.view(grid, CELLS, grid, CELLS).transpose(1, 2).reshape(grid * grid, CELLS * CELLS)


def of_batch(model, cover_head, pixels, boxes, classes, queries, weigh, overlap):
    """(box, objectness, class and coverage losses, mean IoU on learning patches).

    `weigh` gives every learning patch its weight in the box loss, `overlap` is the share of GIoU in it.
    """
    with torch.autocast("cpu", torch.bfloat16):
        feature_map, _ = model.image_embedder(pixels)
    grid = feature_map.shape[1]
    features = feature_map.flatten(1, 2).float()
    owners = torch.stack([assign(b, grid) for b in boxes])
    rows, patches = (owners >= 0).nonzero(as_tuple=True)
    picked = owners[rows, patches]
    truth = torch.stack([boxes[r][i] for r, i in zip(rows.tolist(), picked.tolist())])
    labels = torch.stack([classes[r][i] for r, i in zip(rows.tolist(), picked.tolist())])
    predicted = model.box_predictor(features, feature_map)[rows, patches]
    iou, giou = paired_iou(to_corners(predicted), to_corners(truth))
    shift = (predicted[:, :2] - truth[:, :2]).abs() / truth[:, 2:]
    stretch = (predicted[:, 2:].clamp(min=1e-4) / truth[:, 2:]).log().abs()
    most = max(len(b) for b in boxes)
    share = weigh(rows * most + picked, iou.detach(), truth[:, 2:].amax(1))
    box_loss = (share * ((shift + stretch).sum(1) + overlap * (1 - giou))).sum() / share.sum()    # free of objects' sizes

    score = model.objectness_head(features)[..., 0]      # (objectness_predictor would cut the gradient)
    quality = torch.zeros_like(score)
    quality[rows, patches] = iou.detach().clamp(0, 1)
    focus = (quality - score.sigmoid()).abs().pow(1.5).detach()
    object_loss = (focus * F.binary_cross_entropy_with_logits(score, quality, reduction="none")).sum() / len(rows)

    empty_rows, empty_patches = (owners < 0).nonzero(as_tuple=True)
    some = torch.randperm(len(empty_rows))[:len(rows)]
    chosen = features[torch.cat([rows, empty_rows[some]]), torch.cat([patches, empty_patches[some]])]
    logits, _ = model.class_head(chosen[None], queries[None], None)
    wanted = torch.zeros_like(logits[0])
    wanted[torch.arange(len(rows)), labels] = 1
    class_loss = F.cross_entropy(logits[0, :len(rows)], labels) \
        + F.binary_cross_entropy_with_logits(logits[0], wanted, reduction="none").sum(1).mean()
    truly = torch.stack([coverage(b, grid) for b in boxes])
    cover_loss = F.binary_cross_entropy_with_logits(cover_head(features), truly)
    return box_loss, object_loss, class_loss, cover_loss, iou.mean().item()

"""The losses that the exported targets feed, in plain PyTorch.

schemas/targets.md has the formulas side by side with the fields of the records.
"""

import torch
import torch.nn.functional as functional


def rkd_l1(student, teacher):
    """Point-wise distillation of object-centric-ovd: mean |F - G| of unit rows."""
    return (functional.normalize(student, dim=-1) - functional.normalize(teacher, dim=-1)).abs().mean()


def irm(student, teacher):
    """Relationship distillation: squared Frobenius distance of similarity matrices.

    Rows are divided by their L1 norm, which is what the released code does.
    """
    def similarities(rows):
        unit = functional.normalize(rows, dim=-1)
        return functional.normalize(unit @ unit.T, p=1, dim=1)

    return (similarities(student) - similarities(teacher)).pow(2).sum()


def pms(logits, categories, classes):
    """Pseudo-max-score: BCE of each label's box against its one-hot row, summed over classes.

    `logits` [labels, classes + 1], `categories` [labels] contiguous ids; the mean over labels.
    """
    target = torch.zeros(len(categories), classes + 1)
    target[torch.arange(len(categories)), categories] = 1
    return functional.binary_cross_entropy_with_logits(
        logits, target, reduction="none").sum(1).mean()


def teacher_distribution(features, concepts, temperature=0.01):
    """RegionCLIP: softmax of cosine / temperature over the whole pool, [regions, concepts]."""
    logits = functional.normalize(features, dim=-1) @ functional.normalize(concepts, dim=-1).T
    return functional.softmax(logits / temperature, dim=-1)


def pseudo_labels(distribution, threshold=0.1):
    """RegionCLIP: argmax and whether it is above the threshold; all are kept when none is."""
    largest, target = distribution.max(1)
    keep = largest > threshold
    return target, keep if keep.any() else torch.ones_like(keep)


def distillation(student, distribution, keep, concepts, temperature=0.01):
    """RegionCLIP: KL of the teacher's distribution and the student's, over kept regions."""
    logits = functional.normalize(student[keep], dim=-1) @ functional.normalize(concepts, dim=-1).T
    return functional.kl_div(
        functional.log_softmax(logits / temperature, dim=-1), distribution[keep],
        reduction="batchmean")


def contrastive(student, target, keep, concepts, temperature=0.01):
    """RegionCLIP: kept regions against the concepts of kept regions, several may be right."""
    target = target[keep]
    logits = functional.normalize(student[keep], dim=-1) @ functional.normalize(
        concepts[target], dim=-1).T / temperature
    same = (target[:, None] == target[None]).float()
    return -((functional.softmax(logits, dim=-1) * same).sum(1)).log().mean()


def image_text(images, texts, temperature=0.01):
    """RegionCLIP: symmetric cross entropy of images and their captions."""
    logits = functional.normalize(images, dim=-1) @ functional.normalize(texts, dim=-1).T
    place = torch.arange(len(logits))
    return (functional.cross_entropy(logits / temperature, place)
            + functional.cross_entropy(logits.T / temperature, place)) / 2

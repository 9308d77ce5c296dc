"""What a bureau adds to a class for its papers: the notice's particulars, the handbook's texts, the groups."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.classes import TrainingClass
from people.models import Person


class ClassNotice(models.Model):
    """What the notice of a class says beside its register row. An empty field is a blank on the paper.

    `contact_phone` is the office's, never a private one.
    """

    training_class = models.OneToOneField(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="notice"
    )
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    audience = models.CharField(_("培训对象"), max_length=200, blank=True)
    check_in_on = models.DateField(_("报到日期"), null=True, blank=True)
    check_in_at = models.TimeField(_("报到时间"), null=True, blank=True)
    check_in_place = models.CharField(_("报到地点"), max_length=120, blank=True)
    reply_by = models.DateField(_("报名截止日期"), null=True, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=30, blank=True)
    contact_phone = models.CharField(_("办公电话"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("培训通知")

    def __str__(self) -> str:
        return f"#{self.training_class_id}"


class ClassHandbook(models.Model):
    """The texts of a class's handbook that nothing else on record says."""

    training_class = models.OneToOneField(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="handbook"
    )
    rooms = models.TextField(_("住宿安排"), blank=True)
    meals = models.TextField(_("用餐安排"), blank=True)
    rules = models.TextField(_("学员须知"), blank=True)
    bring = models.TextField(_("带什么"), blank=True)

    class Meta:
        verbose_name = _("学员手册")

    def __str__(self) -> str:
        return f"#{self.training_class_id}"


class ClassGroupPlace(models.Model):
    """In which group of a class somebody sits. Groups are numbers from 1; a class without rows has none."""

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="group_places"
    )
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("第几组"))

    class Meta:
        verbose_name = _("班次分组")
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "person"], name="one_group_in_a_class"),
            models.CheckConstraint(condition=Q(number__gt=0), name="groups_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.training_class_id}"

"""`make bench`: what the pages of the demo and the import cost, in CPU milliseconds, queries and bytes.

CPU time is steadier than wall time on a shared machine; it leaves out what PostgreSQL spends in its own processes.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

WARM_UP, REPEATS = 3, 25
PAGES = [
    ("start page", None, "/"),
    ("log-in page", None, "/accounts/login/"),
    ("learner home", "new-worker", "/learn/"),
    ("course page", "new-worker", r"/learn/courses/[0-9a-f-]+/"),
    ("lesson page", "new-worker", r"/learn/lessons/[0-9a-f-]+/"),
    ("my hours", "new-worker", "/hours/"),
    ("my plans", "new-worker", "/learn/plan/"),
    ("desk of a county", "county-civil", "/desk/"),
    ("classes of a county", "county-civil", "/classes/"),
    ("roster of a county", "county-civil", "/people/"),
    ("figures of a city", "city", "/figures/"),
    ("plans of 465 people × 5", "city", "/plans/?plan=five-asked&organisation={series}"),
    ("figures of the series", "city", "/figures/?year=2022&scope={series}"),
]
# After the catalogue was filled up to 200 courses of three lessons each.
PAGES_OF_MANY = [
    ("catalogue of 200", "new-worker", "/learn/courses/"),
    ("catalogue, by length", "new-worker", "/learn/courses/?length=60"),
    ("search, one word", "new-worker", "/search/?q=走访"),
    ("search, a question", "new-worker", "/search/?q=未成年人怎么做心理疏导"),
]
COURSES, LESSONS_EACH = 200, 3
CROWD, THREADS = 300, 8


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
        os.environ |= {
            "BANYAN_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "BANYAN_LOG_LEVEL": "ERROR",
        }
        _prepare()
        print(f"{'operation':<24}{'ms median':>10}{'CPU ms':>8}{'queries':>9}{'KiB':>7}  status")  # noqa: T201
        for name, persona, path in PAGES:
            print(_row(name, persona, path))  # noqa: T201
        print(_row("log-in", None, "/accounts/login/", posts=True))  # noqa: T201
        _sit_a_paper()
        _recompute_the_plans()
        _sign_in_a_crowd()
        _fill_the_catalogue()
        for name, persona, path in PAGES_OF_MANY:
            print(_row(name, persona, path))  # noqa: T201
        leave(Path(folder))
    _import_the_series()
    subprocess.run([sys.executable, "-m", "tests.bench_province"], cwd=ROOT, check=True)


def _import_the_series() -> None:
    """The command as a whole process, on an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
        environment = os.environ | {"BANYAN_VAR": folder}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
        command = [*manage, "import_training", str(ROOT / "site/desks/samples/yunfu-2022")]
        began = time.perf_counter()
        running = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _pid, status, used = os.wait4(running.pid, 0)
        seconds, megabytes = time.perf_counter() - began, used.ru_maxrss / 1024
        print(f"import of the series: {seconds:.1f} s, {megabytes:.0f} MB, exit {status}")  # noqa: T201


def prepare_empty() -> None:
    """An empty database with its tables, in the folder of BANYAN_VAR."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _prepare() -> None:
    from django.core.management import call_command

    prepare_empty()
    call_command("load_demo")
    _ask_five_things()


# One requirement of each kind, asked of everybody: the series' 465 people have no plan of that size in the demo.
FIVE = [
    {"key": "course", "kind": "course", "title": "课程", "course": "pre-service"},
    {"key": "hours", "kind": "minutes", "title": "学时", "amount": {"hours": 24}},
    {"key": "class", "kind": "class", "title": "培训班", "class_kinds": ["pre_service"], "percent": 80},
    {"key": "test", "kind": "test", "title": "测验", "test": "pre-service/post-duties", "percent": 60},
    {
        "key": "any", "kind": "n_of", "title": "二选一", "n": 1,
        "of": [
            {"key": "paper", "kind": "evidence", "title": "材料"},
            {"key": "methods", "kind": "course", "title": "方法", "course": "methods"},
        ],
    },
]  # fmt: skip


def _ask_five_things() -> None:
    """Load the plan, and let the city's officer read the series' people."""
    from core import clock
    from courses.services import plans
    from organisations.authority import SYSTEM
    from organisations.querysets import all_organisations
    from organisations.roles import Role
    from people.models import Account
    from people.services import grants

    plan = {
        "code": "five-asked", "title": "五项要求", "purpose": "", "jurisdiction": "", "valid_from": "2009-01-01",
        "document": "", "article": "", "is_verified": False, "definition": {"shape": 1, "requirements": FIVE},
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "five.json").write_text(json.dumps(plan), encoding="utf-8")
        plans.load(folder=Path(folder), by=SYSTEM, at=clock.now())
    plans.assign(by=SYSTEM, at=clock.now())
    grants.grant(
        person=Account.objects.get(username="demo-city").person, role=Role.OFFICER,
        organisation=all_organisations().get(name="云浮市民政局"), starts_on=clock.today(), ends_on=None,
        by=SYSTEM, at=clock.now(),
    )  # fmt: skip


SINGLES, MULTIPLES, PAGES_OF_PAPER = 60, 20, 8


def _sit_a_paper() -> None:
    """A paper like the real examination's, page by page without script; then one answer after another by the script."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from assessment.paper_querysets import versions_asked

    version = _a_long_paper()
    asked = [(one.pk, sorted(one.right_keys)) for one in versions_asked(version)]
    client = Client(headers={"host": "127.0.0.1"})
    _enter(client, "new-worker")
    start = f"/papers/{version.paper.public_id}/sit/"
    with CaptureQueriesContext(connection) as queries:
        _sit(client, start, asked)
        count = len(queries)
    writes = sum(query["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
    began, burnt = time.perf_counter(), time.process_time()
    answer = _sit(client, start, asked)
    wall, cpu = (time.perf_counter() - began) * 1000, (time.process_time() - burnt) * 1000
    kib = len(answer.content) / 1024
    print(  # noqa: T201
        f"{'80-question paper':<24}{wall:>10.1f}{cpu:>8.1f}{count:>9}{kib:>7.1f}  {answer.status_code}, "
        f"{writes} writes"
    )
    _save_answers(client, start, asked)


def _sit(client: Any, start: str, asked: list[tuple[int, list[str]]]) -> Any:
    """From the first page to the review; what the review answered."""
    page = _begin(client, start)
    for number in range(PAGES_OF_PAPER):
        client.get(f"{page}?page={number + 1}")
        answers = {f"question-{pk}": keys for pk, keys in asked[number * 10 : number * 10 + 10]}
        client.post(f"{page}?page={number + 1}", answers | {"go": str(number + 2)})
    client.get(f"{page}hand-in/")
    client.post(f"{page}hand-in/", {"action_key": str(uuid.uuid4())})
    return client.get(f"{page}result/")


def _begin(client: Any, start: str) -> str:
    client.get(start)
    return str(client.post(start, {"action_key": str(uuid.uuid4())})["Location"])


def _save_answers(client: Any, start: str, asked: list[tuple[int, list[str]]]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = _begin(client, start)
    wall, cpu = [], []
    for turn in range(WARM_UP + REPEATS):
        pk, keys = asked[turn]
        form = {"version": str(pk), "chosen": "".join(keys), "text": ""}
        form["sequence"] = str(int(time.time() * 1000))
        began, burnt = time.perf_counter(), time.process_time()
        client.post(f"{page}answer/", form)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - burnt) * 1000)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(f"{page}answer/", form | {"sequence": str(int(time.time() * 1000))})
    print(  # noqa: T201
        f"{'one answer saved':<24}{statistics.median(wall[WARM_UP:]):>10.1f}"
        f"{statistics.median(cpu[WARM_UP:]):>8.1f}{len(queries):>9}{len(answer.content) / 1024:>7.1f}  "
        f"{answer.status_code}"
    )


def _a_long_paper() -> Any:
    """60 single and 20 multiple choices, open to everybody."""
    from assessment.services import bank, papers
    from assessment.services.papers import PaperDetails
    from assessment.services.questions import QuestionDetails
    from assessment.words import QuestionKind, QuestionState
    from core import clock
    from organisations.authority import SYSTEM
    from organisations.querysets import all_organisations

    at, numbers = clock.now(), []
    for number in range(SINGLES + MULTIPLES):
        is_single = number < SINGLES
        right = {number % 4} if is_single else {0, 1, number % 3 + 2}
        texts = [
            f"第{place + 1}种做法，写得和真题一样长，好量出真实的大小"
            for place in range(4 if is_single else 5)
        ]
        kind = QuestionKind.SINGLE if is_single else QuestionKind.MULTIPLE
        details = QuestionDetails(
            f"bench-{number}", kind, f"第{number + 1}题：下列做法中，哪一种最符合社会工作的专业要求？",
            tuple((text, place in right) for place, text in enumerate(texts)), explanation="依据专业要求判断。",
        )  # fmt: skip
        question = bank.keep(details=details, by=SYSTEM, at=at)
        for state in (QuestionState.REVIEW, QuestionState.LIVE):
            question = bank.move(question=question, to=state, by=SYSTEM, at=at)
        numbers.append(question.pk)
    details_of_paper = PaperDetails(title="模拟考试", pass_percent=60, minutes=120, is_open=True)
    owner = all_organisations().filter(kind="bureau").order_by("path")[0]
    paper = papers.add(details=details_of_paper, owner=owner, by=SYSTEM, at=at)
    papers.choose(paper=paper, numbers=numbers, by=SYSTEM, at=at)
    return papers.publish(paper=paper, by=SYSTEM, at=at)


def _recompute_the_plans() -> None:
    """Everybody of the database, as the nightly task does it."""
    from core import clock
    from courses.plan_querysets import all_plan_periods
    from courses.services import plans
    from organisations.authority import SYSTEM

    began = time.perf_counter()
    plans.assign(by=SYSTEM, at=clock.now())
    plans.recompute(by=SYSTEM, at=clock.now())
    seconds, periods = time.perf_counter() - began, all_plan_periods().count()
    print(f"recomputing every plan: {seconds:.1f} s for {periods} periods")  # noqa: T201


def _sign_in_a_crowd() -> None:
    """A hall of people signs in to one session, as many at a time as a server has threads."""
    from django.db import connection

    from core import clock
    from courses.models import ClassSession
    from courses.services import attendance, sign_in
    from organisations.authority import SYSTEM
    from people.models import Person

    session, at = ClassSession.objects.latest("held_on"), clock.now()
    session.held_on, session.opened_at, session.closed_at = clock.date_of(at), None, None
    session.save(update_fields=["held_on", "opened_at", "closed_at"])
    opened = sign_in.open_session(session=session, by=SYSTEM, at=at)
    crowd = Person.objects.bulk_create([Person(name=f"学员{number}") for number in range(CROWD)])

    def scan(person: Any) -> None:
        try:
            attendance.sign_in(session=opened, person=person, by=SYSTEM, at=at)
        finally:
            connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(scan, crowd))
    seconds, came = time.perf_counter() - began, opened.attendances.filter(person__in=crowd).count()
    print(f"signing in: {seconds:.1f} s for {came} of {CROWD} people")  # noqa: T201


def _fill_the_catalogue() -> None:
    """Courses whose lessons repeat the texts of those that ship, until there are 200; and the search index of all."""
    from cms.services import search_index
    from core import clock
    from courses.models import Course, CourseIndexPage, CoursePage, Lesson, LessonPage
    from organisations.authority import SYSTEM

    index, texts = CourseIndexPage.objects.get(), list(LessonPage.objects.live().order_by("path"))
    for number in range(CoursePage.objects.count(), COURSES):
        page = CoursePage(
            course=Course.objects.create(), title=f"第{number}门课程", slug=f"c{number}", summary="简介",
            subjects=["文书"],
        )  # fmt: skip
        index.add_child(instance=page)
        for place in range(LESSONS_EACH):
            text = texts[(number * LESSONS_EACH + place) % len(texts)]
            lesson = LessonPage(
                lesson=Lesson.objects.create(), title=f"{text.title}（{number}）", slug=f"l{place}",
                summary=text.summary, minutes=20, body=text.body,
            )  # fmt: skip
            page.add_child(instance=lesson)
    search_index.rebuild(by=SYSTEM, at=clock.now())


def leave(folder: Path) -> None:
    from django.db import connections

    from core.embedded_postgres.server import EmbeddedServer

    connections.close_all()
    EmbeddedServer.at(folder / "postgres").leave()


def _row(name: str, persona: str | None, path: str, *, posts: bool = False) -> str:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    if persona:
        _enter(client, persona)
    if "[" in path:
        path = _find(client, path)
    path = path.format(series=_series())
    form = {"login": "demo-new-worker", "password": settings.DEMO_PASSWORD}

    def ask() -> Any:
        return Client(headers={"host": "127.0.0.1"}).post(path, form) if posts else client.get(path)

    wall, cpu = [], []
    for turn in range(WARM_UP + REPEATS):
        began, burnt = time.perf_counter(), time.process_time()
        answer = ask()
        if turn >= WARM_UP:
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - burnt) * 1000)
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    return (
        f"{name:<24}{statistics.median(wall):>10.1f}{statistics.median(cpu):>8.1f}{len(queries):>9}"
        f"{len(answer.content) / 1024:>7.1f}  {answer.status_code}"
    )


def _series() -> str:
    """The organiser of the series of 2022."""
    from organisations.querysets import all_organisations

    return str(all_organisations().get(name="云浮市民政局").public_id)


def _enter(client: Any, persona: str) -> None:
    from people.models import Account

    client.force_login(Account.objects.get(username=f"demo-{persona}"))


def _find(client: Any, pattern: str) -> str:
    """The first link of that kind on the learner's home, or on the course that it leads to."""
    text = client.get("/learn/").content.decode()
    if not re.search(pattern, text) and (course := re.search(r"/learn/courses/[0-9a-f-]+/", text)):
        text = client.get(course.group()).content.decode()
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"the demo shows no {pattern}")
    return found.group()


if __name__ == "__main__":
    main()

"""Ends the log's writer without a warning, again and again, and holds the log to what it had acknowledged.

    python3 Tests/Integration/log_crash.py BINARY [--kills N] [--cuts N] [--seed N]

BINARY is `logcrash` (Tests/LogCrash): it appends for ever and says what was acknowledged, and it checks a log.

A kill is SIGKILL at a random moment, also while the log is opened: what the kernel has, survives. A power cut is a
copy of the disk while the writer is stopped (SIGSTOP): the log lies on an ext4 image on a loop device, and the copy
has what reached that device, so all that is still in the page cache is lost, as it is when the power fails. What it
does not model is a disk that loses or reorders what it has said to have written. A copy during which the kernel wrote
by itself would be of no single moment: it is compared with the image, and taken again where they differ.
"""

import argparse
import filecmp
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

IMAGE_BYTES = 96 << 20


class Violation(AssertionError):
    """The log broke a promise."""


class Writer:
    """One run of `logcrash append`, and what it has said so far."""

    def __init__(self, binary, folder, said, appenders, share):
        self.said = pathlib.Path(said)
        with open(self.said, "wb") as output:
            self.process = subprocess.Popen(
                [str(binary), "append", str(folder), str(appenders), str(share)], stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT)

    def check_alive(self):
        code = self.process.poll()
        if code is not None:
            raise Violation(f"the writer ended with {code}: {self.said.read_text(errors='replace')[-2000:]}")

    def acknowledged(self):
        return self.said.read_bytes().count(b"\nack ")

    def wait_for(self, count, seconds=60):
        """Until so many appends were acknowledged."""
        end = time.monotonic() + seconds
        while self.acknowledged() < count:
            self.check_alive()
            if time.monotonic() > end:
                raise Violation(f"no {count} appends within {seconds} s: {self.said.read_text()[-2000:]}")
            time.sleep(0.005)

    def stop(self):
        """Holds every thread still; nothing is acknowledged any more when this returns."""
        self.process.send_signal(signal.SIGSTOP)
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task")
        end = time.monotonic() + 30
        while any(state(task) not in "TtZ" for task in tasks.iterdir()):
            if time.monotonic() > end:
                raise Violation("the writer does not stop within 30 s")
            time.sleep(0.001)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(30)


def state(task):
    try:
        return (task / "stat").read_text().rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return "Z"


def check(binary, folder, *said, cut=False):
    """The numbers of events, acknowledged and kept appends; fails where a promise is broken."""
    run = subprocess.run(
        [str(binary), "check", str(folder), *(["--cut"] if cut else []), *map(str, said)], capture_output=True,
        text=True, timeout=600)
    found = re.search(r"^ok events (\d+) acknowledged (\d+) kept (\d+)$", run.stdout, re.MULTILINE)
    if run.returncode != 0 or not found:
        raise Violation(f"{folder} after {[str(path) for path in said]}: {run.stdout[-2000:]}{run.stderr[-2000:]}")
    return tuple(map(int, found.groups()))


# MARK: Kills

def kill_rounds(binary, folder, rounds, seed, tell=lambda line: None):
    """Kills a writer so many times on one log; gives the numbers of events and acknowledged appends."""
    chance = random.Random(seed)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    said = []
    for number in range(rounds):
        said.append(folder / f"said-{number}")
        writer = Writer(
            binary, log, said[-1], appenders=chance.choice([1, 4, 16, 64]), share=chance.choice([0, 10, 100]))
        try:
            # One in five dies while it opens the log, or soon after.
            if number > 0 and chance.random() < 0.2:
                time.sleep(chance.random() * 0.08)
            else:
                # At a moment that comes soon on a busy machine too.
                writer.wait_for(chance.randrange(1, 400))
                time.sleep(chance.random() * 0.2)
                writer.check_alive()
        finally:
            writer.kill()
        if not (log / "events.db").exists():
            continue
        events, acknowledged, _ = check(binary, log, *said)
        tell(f"kill {number + 1}: {acknowledged} acknowledged appends, {events} events, all there")
    return check(binary, log, *said)[:2]


# MARK: Power cuts

class Image:
    """A file with an ext4 file system, mounted over a loop device."""

    def __init__(self, folder, name, options="commit=5"):
        self.path = pathlib.Path(folder) / f"{name}.img"
        self.mounted = pathlib.Path(folder) / name
        self.options = options

    def make(self):
        with open(self.path, "wb") as image:
            image.truncate(IMAGE_BYTES)
        run("mkfs.ext4", "-q", "-F", str(self.path))
        return self

    def __enter__(self):
        self.mounted.mkdir(exist_ok=True)
        run("mount", "-o", f"loop,{self.options}", str(self.path), str(self.mounted))
        return self

    def __exit__(self, *_):
        # Lazily: a mount must not stay because something still looks at it.
        run("umount", "-l", str(self.mounted))

    def copy(self, target):
        """One moment of the image; nobody but the kernel may write meanwhile. False where it has."""
        shutil.copyfile(self.path, target.path)
        return filecmp.cmp(self.path, target.path, shallow=False)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")


def why_no_images(folder):
    """The reason why this machine cannot mount an image; None where it can."""
    if os.geteuid() != 0:
        return "mounting an image needs root"
    if not shutil.which("mkfs.ext4"):
        return "mkfs.ext4 is not installed"
    try:
        with Image(folder, "probe").make():
            return None
    except OSError as error:
        return f"images cannot be mounted here: {error}"
    finally:
        (pathlib.Path(folder) / "probe.img").unlink(missing_ok=True)


class PowerCuts:
    """Cuts the power of one writer's disk again and again, and looks at what each cut left."""

    def __init__(self, binary, folder, seed, tell=lambda line: None):
        self.binary = binary
        self.folder = pathlib.Path(folder)
        self.chance = random.Random(seed)
        self.tell = tell
        self.acknowledged = 0
        self.lost = 0

    def run(self, count, per_image=5):
        """Gives the numbers of acknowledged appends, and of unsynced ones that were lost."""
        done = 0
        while done < count:
            batch = min(per_image, count - done)
            self._run_image(f"disk-{done}", batch)
            done += batch
        return self.acknowledged, self.lost

    def _run_image(self, name, cuts):
        options = f"commit={self.chance.choice([1, 5, 60])}"
        image = Image(self.folder, name, options).make()
        with image:
            writer = Writer(
                self.binary, image.mounted / "log", self.folder / f"{name}.said",
                appenders=self.chance.choice([4, 16, 64]), share=self.chance.choice([1, 10, 100]))
            try:
                writer.wait_for(1)
                for number in range(cuts):
                    writer.wait_for(writer.acknowledged() + self.chance.randrange(1, 400))
                    time.sleep(self.chance.random() * 0.3)
                    self._cut(writer, image, f"{name}-{number}")
            finally:
                writer.kill()
        image.path.unlink()

    def _cut(self, writer, image, name):
        copy = Image(self.folder, name)
        said = self.folder / f"{name}.said"
        for _ in range(20):
            writer.check_alive()
            writer.stop()
            is_one_moment = image.copy(copy)
            shutil.copyfile(writer.said, said)
            if is_one_moment:
                break
            writer.resume()
            time.sleep(0.05)
        else:
            raise OSError("the kernel wrote to the image during each of 20 copies")
        # Held still meanwhile, lest it fills the disk.
        self._inspect(copy, said, name)
        writer.resume()

    def _inspect(self, copy, said, name):
        with copy:
            log = copy.mounted / "log"
            events = acknowledged = kept = 0
            # As long as nothing was synced, there need not be a log.
            if b" synced\n" in said.read_bytes():
                events, acknowledged, kept = check(self.binary, log, said, cut=True)
            self.acknowledged += acknowledged
            self.lost += acknowledged - kept
            self._go_on(log, name)
        copy.path.unlink()
        lost = acknowledged - kept
        self.tell(f"cut {name}: {acknowledged} acknowledged appends, {lost} unsynced ones lost, {events} events")

    def _go_on(self, log, name):
        """The log that the cut left is one like any other."""
        said = self.folder / f"{name}-after.said"
        writer = Writer(self.binary, log, said, appenders=4, share=50)
        try:
            writer.wait_for(20)
        finally:
            writer.kill()
        check(self.binary, log, said)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="log-crash-") as folder:
        folder = pathlib.Path(folder)
        acknowledged = 0
        for first in range(0, options.kills, 20):
            rounds = min(20, options.kills - first)
            place = folder / f"kills-{first}"
            acknowledged += kill_rounds(options.binary, place, rounds, options.seed + first, print)[1]
            shutil.rmtree(place)
        print(f"figure log.kill.rounds {options.kills}, {acknowledged} acknowledged appends, 0 lost")
        reason = why_no_images(folder)
        if reason:
            sys.exit(f"no power cuts: {reason}")
        acknowledged, lost = PowerCuts(options.binary, folder, options.seed, print).run(options.cuts)
        print(f"figure log.power.cuts {options.cuts}, {acknowledged} acknowledged appends, 0 synced ones lost, "
              f"{lost} unsynced ones lost")


if __name__ == "__main__":
    main()

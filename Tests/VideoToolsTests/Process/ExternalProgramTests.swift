import Foundation
import Glibc
import Synchronization
import Testing

@testable import VideoTools

@Suite("External programs")
struct ExternalProgramTests {
    private let python = ExternalProgram.locate("python3") ?? "/usr/bin/python3"

    private func program(_ timeout: Duration = .seconds(20), stall: Duration? = nil, limit: Int = 16 << 20)
        -> ExternalProgram
    {
        ExternalProgram(
            executable: python, timeout: timeout, stallTimeout: stall, outputLimit: limit, grace: .milliseconds(300))
    }

    @Test("a program's output, errors, exit code and CPU time are returned")
    func result() async throws {
        let code = "import sys; print('hello'); print('oops', file=sys.stderr); sum(range(3_000_000)); sys.exit(3)"
        let result = try await program().run(["-c", code])
        #expect(result.status == 3)
        #expect(result.output == "hello\n")
        #expect(result.errorTail == "oops\n")
        #expect(result.cpuSeconds > 0.005)
    }

    @Test("arguments reach the program as they are, with no shell between")
    func noShell() async throws {
        let odd = "$(touch x); `id` | * \"' \n -rf"
        let result = try await program().run(["-c", "import sys; sys.stdout.write(sys.argv[1])", odd])
        #expect(result.output == odd)
    }

    @Test("the environment holds PATH, HOME, LANG and what the caller names, and nothing else")
    func environment() async throws {
        setenv("MONEYPRINTER_TEST_SECRET", "s3cret", 1)
        defer { unsetenv("MONEYPRINTER_TEST_SECRET") }
        let result = try await ExternalProgram(executable: "env", timeout: .seconds(5)).run([], environment: ["A": "b"])
        let names = result.output.split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) }
        #expect(Set(names) == ["PATH", "HOME", "LANG", "A"])
    }

    @Test("the program is nice, leads its own session, reads nothing and inherits no descriptor")
    func isolation() async throws {
        let code = """
            import os, sys
            print(os.nice(0), os.getsid(0) == os.getpid(), sys.stdin.read() == "", sorted(os.listdir("/proc/self/fd"))[:4])
            """
        let held = open("/dev/null", O_RDONLY)
        defer { close(held) }
        let result = try await program().run(["-c", code])
        #expect(result.output == "10 True True ['0', '1', '2', '3']\n")
    }

    @Test("a program that ignores SIGTERM is ended at its time-out, with its grandchildren")
    func timeoutKillsGrandchildren() async throws {
        let seen = Mutex<[pid_t]>([])
        let shell = ExternalProgram(executable: "sh", timeout: .milliseconds(500), grace: .milliseconds(300))
        let error = await #expect(throws: StageError.self) {
            try await shell.run(["-c", "trap '' TERM; sleep 60 & echo $!; wait; sleep 60"]) { line in
                if let pid = pid_t(line) { seen.withLock { $0.append(pid) } }
            }
        }
        #expect(error?.code == .timedOut)
        let pid = try #require(seen.withLock { $0.first })
        #expect(Self.isGone(pid))
    }

    @Test("cancelling the task ends the whole group, and says so")
    func cancellation() async throws {
        let code = """
            import subprocess, os, time
            child = subprocess.Popen(["sleep", "60"])
            print(os.getpid(), flush=True); print(child.pid, flush=True); time.sleep(60)
            """
        let (lines, feed) = AsyncStream<String>.makeStream()
        let error = await withTaskGroup(of: StageError?.self) { group in
            group.addTask {
                do throws(StageError) {
                    _ = try await program().run(["-c", code]) { feed.yield($0) }
                    return nil
                } catch { return error }
            }
            var pids: [pid_t] = []
            for await line in lines {
                pids.append(pid_t(line) ?? 0)
                if pids.count == 2 { break }
            }
            group.cancelAll()
            let error = await group.next() ?? nil
            #expect(pids.allSatisfy(Self.isGone))
            return error
        }
        #expect(error?.code == .cancelled)
    }

    @Test("a program that makes no progress is ended before its time-out")
    func stall() async throws {
        let code = "import time\nfor i in range(3): print('tick', flush=True)\ntime.sleep(60)"
        let error = await #expect(throws: StageError.self) {
            try await program(stall: .milliseconds(400)).run(["-c", code])
        }
        #expect(error?.code == .timedOut)
        #expect(error?.message.contains("no progress") == true)
    }

    @Test("a finished program leaves no zombie, and its strays are killed")
    func noZombie() async throws {
        let shell = ExternalProgram(executable: "sh", timeout: .seconds(20))
        let result = try await shell.run(["-c", "echo $$; sleep 60 & echo $!"])
        let pids = result.output.split(separator: "\n").compactMap { pid_t($0) }
        #expect(pids.count == 2)
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(pids[0])"))
        #expect(Self.isGone(pids[1]))
    }

    @Test("2 MB on both streams at once arrives complete, and only the tail of the errors is kept")
    func bigOutput() async throws {
        let code = """
            import sys
            for i in range(20_000):
                print("%099d" % i); print("%099d" % i, file=sys.stderr)
            """
        let lines = Atomic<Int>(0)
        let result = try await program().run(["-c", code]) { _ in lines.add(1, ordering: .relaxed) }
        #expect(result.output.utf8.count == 2_000_000)
        #expect(lines.load(ordering: .relaxed) == 20_000)
        #expect(result.errorTail.utf8.count == 4096)
        #expect(result.errorTail.hasSuffix("19999\n"))
    }

    @Test("more output than the bound ends the program with a clear error")
    func outputLimit() async throws {
        let error = await #expect(throws: StageError.self) {
            try await program(limit: 1000).run(["-c", "while True: print('x' * 1000)"])
        }
        #expect(error?.code == .limitExceeded)
    }

    @Test("a program that is not installed is named in the error")
    func missing() async throws {
        let error = await #expect(throws: StageError.self) {
            try await ExternalProgram(executable: "no-such-program-here", timeout: .seconds(1)).run([])
        }
        #expect(error?.code == .missingPart)
        #expect(error?.message.contains("no-such-program-here") == true)
    }

    @Test("a failure tells the exit code and the last words of the program")
    func failure() async throws {
        let error = await #expect(throws: StageError.self) {
            try await program().runToSuccess(["-c", "raise SystemExit('the disk is full')"])
        }
        #expect(error?.message.contains("status 1: the disk is full") == true)
    }

    /// Whether the process no longer runs; a killed orphan may still wait for init to reap it.
    private static func isGone(_ pid: pid_t) -> Bool {
        for _ in 0..<200 {
            guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
            if stat.split(separator: ")").last?.hasPrefix(" Z") == true { return true }
            _ = poll(nil, 0, 5)
        }
        return false
    }
}

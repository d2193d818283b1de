import Glibc
import Testing

@testable import VideoTools

@Suite("When a running program must end")
struct RunWatchTests {
    private let start = ContinuousClock.now

    private func watch(stall: Duration? = nil, prefix: String? = nil) -> RunWatch {
        let program = ExternalProgram(
            executable: "x", timeout: .seconds(100), stallTimeout: stall, progressPrefix: prefix)
        return RunWatch(program: program, now: start)
    }

    @Test("a time-out sends SIGTERM once, and SIGKILL when the grace is over")
    func timeout() {
        var watch = watch()
        #expect(watch.check(stopRequested: false, now: start + .seconds(99)) == nil)
        #expect(watch.check(stopRequested: false, now: start + .seconds(100)) == SIGTERM)
        #expect(watch.check(stopRequested: false, now: start + .seconds(104)) == nil)
        #expect(watch.check(stopRequested: false, now: start + .seconds(105)) == SIGKILL)
        #expect(watch.check(stopRequested: false, now: start + .seconds(106)) == nil)
        #expect(watch.reason?.code == .timedOut)
    }

    @Test("the first reason to end stays the reason")
    func firstReason() {
        var watch = watch()
        #expect(watch.check(stopRequested: true, now: start) == SIGTERM)
        watch.overfull()
        _ = watch.check(stopRequested: false, now: start + .seconds(200))
        #expect(watch.reason?.code == .cancelled)
    }

    @Test("any line counts as progress, unless a prefix says which")
    func progress() {
        var any = watch(stall: .seconds(10))
        any.note("hello")
        #expect(any.check(stopRequested: false, now: start + .seconds(9)) == nil)
        #expect(any.check(stopRequested: false, now: start + .seconds(18)) == nil)
        #expect(any.check(stopRequested: false, now: start + .seconds(19)) == SIGTERM)
    }

    @Test("a progress line that says the same again is no progress")
    func sameProgress() {
        var watch = watch(stall: .seconds(10), prefix: "out_time_us=")
        watch.note("out_time_us=5")
        #expect(watch.check(stopRequested: false, now: start + .seconds(5)) == nil)
        watch.note("out_time_us=5")
        watch.note("speed=1x")
        #expect(watch.check(stopRequested: false, now: start + .seconds(15)) == SIGTERM)
        #expect(watch.reason?.message.contains("no progress") == true)
    }
}

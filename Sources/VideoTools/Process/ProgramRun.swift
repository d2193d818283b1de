import Glibc

/// One run of a program, on a thread of its own: reads its output and decides when it must end.
struct ProgramRun: Sendable {
    let program: ExternalProgram
    let child: ChildProcess
    let stop: StopFlag
    let onOutput: (@Sendable (String) -> Void)?
    let onError: (@Sendable (String) -> Void)?

    /// How long a request to stop, or the end of a program whose children hold its output, may go unseen.
    private static let tick: Int32 = 50

    /// Blocks until the program has ended and been reaped.
    func toEnd() -> Result<ExternalProgram.Result, StageError> {
        var watch = RunWatch(program: program, now: .now)
        var output = StreamTap(descriptor: child.output, kept: .first(program.outputLimit))
        var error = StreamTap(descriptor: child.error, kept: .last(program.errorTailLimit))
        while !child.hasExited {
            StreamTap.wait(for: [output, error], milliseconds: Self.tick)
            read(&output, &error, &watch, chunks: 16)
            watch.check(stopRequested: stop.isSet, now: .now).map(child.signalGroup)
        }
        // What is left in the pipes was written before the end; more can only come from strays.
        child.signalGroup(SIGKILL)
        read(&output, &error, &watch, chunks: 1024)
        output.finish { onOutput?($0) }
        error.finish { onError?($0) }
        let end = child.reap()
        if let reason = watch.reason { return .failure(reason) }
        return .success(
            ExternalProgram.Result(
                status: end.status, output: output.text, errorTail: error.text, cpuSeconds: end.cpuSeconds))
    }

    private func read(
        _ output: inout StreamTap, _ error: inout StreamTap, _ watch: inout RunWatch, chunks: Int
    ) {
        output.read(chunks: chunks) { line in
            watch.note(line)
            onOutput?(line)
        }
        error.read(chunks: chunks) { onError?($0) }
        if output.isOverfull, onOutput == nil { watch.overfull() }
    }
}

import Foundation
import Synchronization

/// The one way this service runs another program: arguments as an array, never through a shell.
///
/// The program gets its own session (so it and all it starts can be ended together), an environment of
/// `PATH`, `HOME` and `LANG` plus what the caller names, nothing on standard input, no inherited file
/// descriptor and default signal handling. It ends by itself, at `timeout`, when it makes no progress for
/// `stallTimeout`, or when the calling task is cancelled; ending is SIGTERM to the group, five seconds of
/// grace, SIGKILL. In every case it has been reaped and nothing of its group is left when `run` returns.
public struct ExternalProgram: Sendable {
    /// What a finished program left behind.
    public struct Result: Sendable, Equatable {
        /// The exit code; 128 + the signal's number where a signal ended the program.
        public let status: Int32
        /// Standard output, decoded as UTF-8.
        public let output: String
        /// The last `errorTailLimit` bytes of standard error.
        public let errorTail: String
        /// User and system time of the program and the children it waited for, in seconds.
        public let cpuSeconds: Double
    }

    private typealias Outcome = Swift.Result<Result, StageError>

    /// A name looked up on `PATH`, or an absolute path.
    public let executable: String
    public let niceness: Int
    public let timeout: Duration
    public let stallTimeout: Duration?
    public let progressPrefix: String?
    public let outputLimit: Int
    public let errorTailLimit: Int
    public let memoryLimit: Int?
    public let fileSizeLimit: Int?
    public let grace: Duration
    /// Words before the command, for programs that are started outside of a ``ProgramNetwork`` scope.
    let launcher: [String]

    /// - Parameters:
    ///   - niceness: 0 (as important as the service) ... 19.
    ///   - timeout: wall-clock bound of one run.
    ///   - stallTimeout: bound on the time without progress; nil for none.
    ///   - progressPrefix: what counts as progress: nil for any line of standard output, else a line that
    ///     starts with this text and differs from the last such line (`out_time_us=` for ffmpeg).
    ///   - outputLimit: bytes of standard output kept. With no line callback more is an error; with one,
    ///     the rest is only streamed.
    ///   - memoryLimit: bytes of address space, nil for no bound.
    ///   - fileSizeLimit: bytes of the largest file the program may write, nil for no bound.
    ///   - grace: time between SIGTERM and SIGKILL.
    ///   - launcher: words before the command; see ``ProgramNetwork``.
    public init(
        executable: String,
        niceness: Int = 10,
        timeout: Duration,
        stallTimeout: Duration? = nil,
        progressPrefix: String? = nil,
        outputLimit: Int = 16 << 20,
        errorTailLimit: Int = 4096,
        memoryLimit: Int? = nil,
        fileSizeLimit: Int? = nil,
        grace: Duration = .seconds(5),
        launcher: [String] = []
    ) {
        self.executable = executable
        self.niceness = niceness
        self.timeout = timeout
        self.stallTimeout = stallTimeout
        self.progressPrefix = progressPrefix
        self.outputLimit = outputLimit
        self.errorTailLimit = errorTailLimit
        self.memoryLimit = memoryLimit
        self.fileSizeLimit = fileSizeLimit
        self.grace = grace
        self.launcher = launcher
    }

    /// Runs the program to its end and returns what it left, whatever its exit code.
    ///
    /// Lines are handed over without their end (LF, CR or CRLF), in order within one of the two streams, and
    /// a slow callback slows the program down.
    ///
    /// - Parameter environment: variables on top of `PATH`, `HOME` and `LANG`.
    /// - Throws: `missingPart` when there is no such program, `timedOut`, `cancelled`, `limitExceeded` when
    ///   the output is larger than `outputLimit`, `providerFailed` when it cannot be started.
    public func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        onOutputLine: (@Sendable (String) -> Void)? = nil,
        onErrorLine: (@Sendable (String) -> Void)? = nil
    ) async throws(StageError) -> Result {
        guard !Task.isCancelled else { throw StageError(.cancelled, "\(name) was cancelled before it started") }
        let child = try ChildProcess.spawn(self, arguments: arguments, environment: environment)
        let stop = StopFlag()
        let run = ProgramRun(program: self, child: child, stop: stop, onOutput: onOutputLine, onError: onErrorLine)
        // One thread a run: the loop waits in poll(2), which must not hold a thread of the cooperative pool.
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
                Thread.detachNewThread { continuation.resume(returning: run.toEnd()) }
            }
        } onCancel: {
            stop.set()
        }
        return try outcome.get()
    }

    /// As ``run(_:environment:onOutputLine:onErrorLine:)``, and any exit code but 0 is an error.
    ///
    /// - Throws: also `providerFailed` with the program's name, exit code and the last lines of its errors.
    @discardableResult
    public func runToSuccess(
        _ arguments: [String],
        environment: [String: String] = [:],
        onOutputLine: (@Sendable (String) -> Void)? = nil,
        onErrorLine: (@Sendable (String) -> Void)? = nil
    ) async throws(StageError) -> Result {
        let result = try await run(
            arguments, environment: environment, onOutputLine: onOutputLine, onErrorLine: onErrorLine)
        guard result.status == 0 else {
            let tail = result.errorTail.trimmingCharacters(in: .whitespacesAndNewlines)
            throw StageError(
                .providerFailed, "\(name) ended with status \(result.status)\(tail.isEmpty ? "" : ": \(tail)")")
        }
        return result
    }

    /// The last component of the executable, for messages.
    var name: String { executable.split(separator: "/").last.map(String.init) ?? executable }

    /// The absolute path of a program, or nil when `PATH` has none of that name.
    ///
    /// - Parameter name: a name, or a path with a slash that is returned as it is when it can be executed.
    public static func locate(_ name: String) -> String? {
        if name.contains("/") { return isProgram(name) ? name : nil }
        return searchPath.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isProgram)
    }

    /// The whole argument vector: the located program, behind `prlimit` where its resources are bounded.
    func command(_ arguments: [String]) throws(StageError) -> [String] {
        guard !arguments.contains(where: { $0.utf8.contains(0) }) else {
            throw StageError(.invalidInput, "an argument of \(name) holds a NUL byte")
        }
        let bounds = [memoryLimit.map { "--as=\($0)" }, fileSizeLimit.map { "--fsize=\($0)" }].compactMap(\.self)
        let limiter = bounds.isEmpty ? [] : [try Self.require("prlimit")] + bounds + ["--core=0", "--"]
        let launcher = launcher.isEmpty ? ProgramNetwork.launcher : launcher
        return launcher + limiter + [try Self.require(executable)] + arguments
    }

    private static func require(_ program: String) throws(StageError) -> String {
        guard let path = locate(program) else {
            throw StageError(
                .missingPart, "\(program) is not installed or not executable", hint: "install it, or correct its path")
        }
        return path
    }

    static var searchPath: String {
        ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    }

    private static func isProgram(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}

import Dispatch
import Synchronization

/// A program that stays up and answers one line of JSON for every line of JSON it is sent.
///
/// It is started by the first request and again by the first request after it died. Requests are served
/// one at a time, in order. A request that takes too long, is cancelled or gets no whole line ends the
/// program, so that the next request never reads the answer to an older one.
public final class ProgramConversation: Sendable {
    private let program: ExternalProgram
    private let arguments: [String]
    private let environment: [String: String]
    private let answerLimit: Int
    /// Requests wait in line here; the thread that serves one waits in poll(2).
    private let queue: DispatchQueue
    private let session = Mutex<ConversationSession?>(nil)

    /// - Parameters:
    ///   - program: its `timeout` bounds one request, the start of the program included.
    ///   - answerLimit: bytes of the longest answer.
    public init(
        program: ExternalProgram, arguments: [String], environment: [String: String] = [:], answerLimit: Int = 16 << 20
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.answerLimit = answerLimit
        self.queue = DispatchQueue(label: "conversation.\(program.name)")
    }

    /// Sends one line and returns the line that answers it.
    ///
    /// - Parameter line: without a line end.
    /// - Throws: `missingPart`, `timedOut`, `cancelled`, `limitExceeded`, or `providerFailed` with the last
    ///   words of a program that died.
    public func request(_ line: String) async throws(StageError) -> String {
        let stop = StopFlag()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<String, StageError>, Never>) in
                queue.async { continuation.resume(returning: self.exchange(line, stop)) }
            }
        } onCancel: {
            stop.set()
        }
        return try outcome.get()
    }

    /// Ends the program, after the requests that are already in line; a later request starts it anew.
    public func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            queue.async {
                self.session.withLock { session in
                    session?.end(grace: self.program.grace)
                    session = nil
                }
                continuation.resume()
            }
        }
    }

    deinit { session.withLock { $0?.end(grace: .zero) } }

    private func exchange(_ line: String, _ stop: StopFlag) -> Result<String, StageError> {
        session.withLock { session in
            Result { () throws(StageError) in try answer(line, stop, &session) }
        }
    }

    private func answer(_ line: String, _ stop: StopFlag, _ session: inout ConversationSession?) throws(StageError)
        -> String
    {
        if stop.isSet { throw StageError(.cancelled, "\(program.name) was cancelled") }
        if session?.child.hasExited == true { Self.end(&session) }
        var live: ConversationSession
        if let session { live = session } else { live = try start() }
        session = live
        // Whatever goes wrong ends the program: a half-done exchange cannot be taken up again.
        var isDone = false
        defer { if !isDone { Self.end(&session) } }
        let answer = try live.exchange(line, until: .now + program.timeout, stop: stop, limit: answerLimit)
        session = live
        isDone = true
        return answer
    }

    private static func end(_ session: inout ConversationSession?) {
        session?.end(grace: .zero)
        session = nil
    }

    private func start() throws(StageError) -> ConversationSession {
        let child = try ChildProcess.spawn(program, arguments: arguments, environment: environment, withInput: true)
        return ConversationSession(name: program.name, child: child, errorTailLimit: program.errorTailLimit)
    }
}

import Foundation
import Glibc

/// One life of the program of a ``ProgramConversation``; used by one thread at a time.
struct ConversationSession {
    let child: ChildProcess
    private let name: String
    private var error: StreamTap
    private var pending: [UInt8] = []

    init(name: String, child: ChildProcess, errorTailLimit: Int) {
        self.name = name
        self.child = child
        self.error = StreamTap(descriptor: child.error, kept: .last(errorTailLimit))
    }

    /// Writes `line` and reads one line, both before `deadline`.
    mutating func exchange(_ line: String, until deadline: ContinuousClock.Instant, stop: StopFlag, limit: Int)
        throws(StageError) -> String
    {
        let guardian = ExchangeGuard(name: name, deadline: deadline, stop: stop)
        try send(Array(line.utf8) + [UInt8(ascii: "\n")], guardian)
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let answer = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                return answer
            }
            guard pending.count <= limit else {
                throw StageError(.limitExceeded, "\(name) answered with more than \(limit) bytes")
            }
            try guardian.wait(for: child.output, Int16(POLLIN))
            try readSome()
        }
    }

    /// Closes the program's input, gives it `grace` to end by itself, then ends its group and reaps it.
    func end(grace: Duration) {
        if let input = child.input { shutdown(input, Int32(SHUT_WR)) }
        let deadline = ContinuousClock.now + grace
        while !child.hasExited, .now < deadline { _ = poll(nil, 0, 10) }
        _ = child.reap()
    }

    private mutating func send(_ bytes: [UInt8], _ guardian: ExchangeGuard) throws(StageError) {
        guard let input = child.input else { throw StageError(.providerFailed, "\(name) has no input") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(input, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN || errno == EINTR {
                error.read { _ in }
                try guardian.wait(for: input, Int16(POLLOUT))
            } else {
                throw died()
            }
        }
    }

    private mutating func readSome() throws(StageError) {
        // A full pipe of errors would stop the program; so it is emptied here and while sending.
        error.read { _ in }
        let size = 64 << 10
        let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, Glibc.read(child.output, buffer.baseAddress, size))
        }
        pending += chunk
        if chunk.isEmpty, child.hasExited { throw died() }
    }

    private mutating func died() -> StageError {
        error.read { _ in }
        let tail = error.text.trimmingCharacters(in: .whitespacesAndNewlines)
        return StageError(.providerFailed, "\(name) ended unexpectedly\(tail.isEmpty ? "" : ": \(tail)")")
    }
}

/// What bounds one exchange: a deadline and the wish to stop.
private struct ExchangeGuard {
    let name: String
    let deadline: ContinuousClock.Instant
    let stop: StopFlag

    /// Waits a moment for the descriptor; returns early when it is ready.
    func wait(for descriptor: Int32, _ events: Int16) throws(StageError) {
        if stop.isSet { throw StageError(.cancelled, "\(name) was cancelled") }
        guard .now < deadline else { throw StageError(.timedOut, "\(name) did not answer in time") }
        var request = pollfd(fd: descriptor, events: events, revents: 0)
        _ = poll(&request, 1, 50)
        // The other end is closed but the program lingers: do not spin.
        if request.revents & Int16(POLLHUP) != 0, request.revents & events == 0 { _ = poll(nil, 0, 5) }
    }
}

import Glibc

/// Our end of one output stream: reads what is there, cuts it into lines and keeps a bounded part.
struct StreamTap {
    /// Which part of the stream is kept.
    enum Kept {
        case first(Int)
        case last(Int)
    }

    let descriptor: Int32
    private let kept: Kept
    private var bytes: [UInt8] = []
    private var lines = LineSplitter()
    private(set) var isOpen = true
    /// Whether more came than the part that is kept.
    private(set) var isOverfull = false

    init(descriptor: Int32, kept: Kept) {
        self.descriptor = descriptor
        self.kept = kept
    }

    /// The kept part, with broken UTF-8 replaced.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Reads what is there now, without waiting and no more than `chunks` x 64 kB: a program that writes
    /// faster than we read must not keep us from looking at the clock.
    mutating func read(chunks: Int = 16, _ line: (String) -> Void) {
        let size = 64 << 10
        for _ in 0..<chunks where isOpen {
            let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = max(0, Glibc.read(descriptor, buffer.baseAddress, size))
            }
            guard !chunk.isEmpty else { return endOrWait() }
            keep(chunk)
            lines.add(chunk, line)
        }
    }

    mutating func finish(_ line: (String) -> Void) { lines.finish(line) }

    /// Waits until one of the streams has something, or the time is up.
    static func wait(for taps: [StreamTap], milliseconds: Int32) {
        var requests = taps.filter(\.isOpen).map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        // With both streams closed only the end of the program is awaited, which comes at once.
        _ = poll(&requests, nfds_t(requests.count), requests.isEmpty ? 2 : milliseconds)
    }

    private mutating func endOrWait() {
        // A read of nothing is the end, unless the descriptor merely has nothing yet.
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = poll(&request, 1, 0)
        if ready > 0, request.revents & Int16(POLLHUP) != 0, request.revents & Int16(POLLIN) == 0 { isOpen = false }
    }

    private mutating func keep(_ chunk: [UInt8]) {
        switch kept {
        case .first(let limit):
            isOverfull = isOverfull || bytes.count + chunk.count > limit
            bytes += chunk.prefix(max(0, limit - bytes.count))
        case .last(let limit):
            isOverfull = isOverfull || bytes.count + chunk.count > limit
            bytes = bytes.count + chunk.count > limit ? Array((bytes + chunk).suffix(limit)) : bytes + chunk
        }
    }
}

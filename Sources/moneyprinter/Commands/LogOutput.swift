import Foundation

/// A new file, or standard output; nothing is left behind where the work failed.
final class LogOutput {
    private let file: FileHandle
    private let path: String?
    private var isFinished = false

    /// - Throws: where there is such a file already: an export never overwrites.
    init(_ path: String) throws {
        guard path != "-" else {
            (file, self.path) = (.standardOutput, nil)
            return
        }
        // Readable by its owner only, like the log: it holds what people asked for.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure("cannot make '\(path)': \(String(cString: strerror(errno)))") }
        (file, self.path) = (FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), path)
    }

    deinit {
        if let path, !isFinished { unlink(path) }
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(file.fileDescriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else {
                throw Failure("cannot write '\(path ?? "-")': \(String(cString: strerror(errno)))")
            }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Says that the file is whole, and waits until it is on the disk.
    func finish() throws {
        if path != nil { try file.synchronize() }
        isFinished = true
    }

    /// A note for people: results alone go to standard output.
    static func say(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
    }
}

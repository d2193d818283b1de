import Crypto
import Foundation

/// Reads an archive, segment by segment, and checks each.
struct LogArchiveFile: EventFile {
    private let file: FileHandle
    private let keys: SubjectKeys
    private var hash = SHA256()
    private var segment: SealedSegment?
    private var row = 0
    private var last = Position.start
    private var isAtEnd = false

    /// - Parameters:
    ///   - file: behind the archive's ``LogArchive/magic``.
    ///   - keys: of the log that the archive was made of.
    init(_ file: FileHandle, keys: SubjectKeys) {
        self.file = file
        self.keys = keys
        hash.update(data: LogArchive.magic)
    }

    mutating func next() throws(StorageError) -> RecordedEvent? {
        while !isAtEnd {
            if let segment, row < segment.count {
                row += 1
                return segment.event(at: row - 1)
            }
            guard let entry = try nextEntry() else { return nil }
            segment = try open(entry)
            row = 0
        }
        return nil
    }

    /// The next segment as it is stored; nil behind the last.
    mutating func nextEntry() throws(StorageError) -> LogArchive.Entry? {
        let head = try take(9)
        let size = LogArchive.number(head[1..<5])
        guard size <= LogArchive.sizeLimit else { throw damaged("a size that cannot be") }
        let block = try take(Int(size))
        guard CRC32.of(block) == LogArchive.number(head[5...]) else { throw damaged("its checksum differs") }
        switch head[0] {
        case LogArchive.segmentTag:
            let entry = try LogArchive.entry(heading: block) { (size) throws(StorageError) in try take(size) }
            last = entry.segment.last
            return entry
        case LogArchive.indexTag:
            try finish()
            return nil
        default: throw damaged("neither a segment nor the index")
        }
    }

    private func open(_ entry: LogArchive.Entry) throws(StorageError) -> SealedSegment {
        let name = "the archive's segment of events \(entry.segment.first) to \(entry.segment.last)"
        guard entry.isIntact else { throw StorageError("\(name) is not the one that its log had: its digest differs") }
        do throws(StorageError) {
            let segment = try SealedSegment(entry.segment, keys: keys)
            try segment.check()
            return segment
        } catch {
            throw StorageError("\(name) is damaged: \(error.message)")
        }
    }

    private mutating func finish() throws(StorageError) {
        isAtEnd = true
        _ = try take(8)
        let digest = Array(hash.finalize())
        let trailer = try take(LogArchive.trailerSize - 8)
        guard Array(trailer.prefix(32)) == digest, Array(trailer.dropFirst(32)) == LogArchive.endMagic else {
            throw damaged("the digest of the whole differs")
        }
    }

    private mutating func take(_ count: Int) throws(StorageError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part: Data
            do {
                part = try file.read(upToCount: count - bytes.count) ?? Data()
            } catch {
                throw StorageError("cannot read the archive: \(error.localizedDescription)")
            }
            guard !part.isEmpty else { throw StorageError("the archive is cut off after event \(last)") }
            bytes += part
        }
        hash.update(data: bytes)
        return bytes
    }

    private func damaged(_ reason: String) -> StorageError {
        StorageError("the archive is damaged after event \(last): \(reason)")
    }
}

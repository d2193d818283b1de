#if canImport(Glibc)
import Glibc
#endif

/// Frames one after the other in a file, written by one process and read by any.
///
/// A record: "mpfr", the size of its data (four bytes each), first and last position, time, checksum (eight bytes each;
/// all little-endian), the data. What begins anew writes over what is there; the records end where one is not whole, or is
/// not of the positions that follow.
final class FrameFile {
    private static let magic: UInt32 = 0x7266_706D
    private static let headSize = 40

    private let path: String
    private let descriptor: Int32
    /// Where the next record goes.
    private(set) var end = 0
    /// The last position of each record that was added since the file began, and where the record lies.
    private var places: [(last: UInt64, start: Int)] = []

    /// The last position that it holds; 0 where it holds none.
    var last: UInt64 { places.last?.last ?? 0 }

    /// Opens the file for writing, and makes it where there is none.
    init(path: String) throws(StorageError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.error("open", path) }
    }

    deinit { close(descriptor) }

    /// Adds a record; one that cannot be written whole is none.
    func append(first: Position, last: Position, time: Timestamp, data: [UInt8]) throws(StorageError) {
        var head = ByteWriter()
        let (from, through) = (Int64(first.value), Int64(last.value))
        let sum = StoredFrame.checksum(first: from, last: through, time: time.nanoseconds, data: data)
        head.append(fixed: UInt64(data.count) << 32 | UInt64(Self.magic))
        for number in [from, through, time.nanoseconds, sum] { head.append(fixed: UInt64(bitPattern: number)) }
        try write(head.bytes, data)
        places.append((last.value, end))
        end += Self.headSize + data.count
    }

    private func write(_ head: [UInt8], _ data: [UInt8]) throws(StorageError) {
        let written = head.withUnsafeBytes { head in
            data.withUnsafeBytes { data in
                // The system's interface is older than `const`; it only reads here.
                let parts = [head, data].map {
                    iovec(iov_base: UnsafeMutableRawPointer(mutating: $0.baseAddress), iov_len: $0.count)
                }
                return pwritev(descriptor, parts, 2, off_t(end))
            }
        }
        guard written != head.count + data.count else { return }
        // Files are written in part only where there is no more room.
        if written >= 0 { errno = ENOSPC }
        throw Self.error("write", path)
    }

    /// Begins anew: what it holds is in the database.
    func rewind() {
        end = 0
        places.removeAll(keepingCapacity: true)
    }

    /// Gives its room back.
    func empty() {
        rewind()
        _ = ftruncate(descriptor, 0)
    }

    // MARK: Reading

    /// The records that were added since the file began and go beyond a position.
    func records(after position: UInt64) -> [StoredFrame] {
        let start = places.first { $0.last > position }?.start
        return start.map { Self.records(of: descriptor, from: $0) } ?? []
    }

    /// The records of a file, up to the first that is not whole; none where there is no file.
    static func records(at path: String) throws(StorageError) -> [StoredFrame] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return [] }
            throw error("open", path)
        }
        defer { close(file) }
        return records(of: file, from: 0)
    }

    private static func records(of file: Int32, from start: Int) -> [StoredFrame] {
        var records: [StoredFrame] = []
        var place = start
        while let record = record(of: file, at: place), record.isWhole,
            records.last.map({ record.first == $0.last + 1 }) ?? true
        {
            records.append(record)
            place += headSize + record.data.count
        }
        return records
    }

    private static func record(of file: Int32, at place: Int) -> StoredFrame? {
        guard let head = bytes(of: file, at: place, count: headSize) else { return nil }
        var reader = ByteReader(head)
        guard let word = try? reader.fixed(), word & 0xFFFF_FFFF == UInt64(magic), word >> 32 <= sizeLimit,
            let first = try? reader.fixed(), let last = try? reader.fixed(), let time = try? reader.fixed(),
            let sum = try? reader.fixed(),
            let data = bytes(of: file, at: place + headSize, count: Int(word >> 32))
        else { return nil }
        return StoredFrame(
            first: Int64(bitPattern: first), last: Int64(bitPattern: last), time: Int64(bitPattern: time),
            checksum: Int64(bitPattern: sum), data: data)
    }

    /// More than a commit can hold.
    private static let sizeLimit: UInt64 = 1 << 30

    private static func bytes(of file: Int32, at place: Int, count: Int) -> [UInt8]? {
        // A damaged size must not ask for all the memory there is.
        var status = stat()
        guard fstat(file, &status) == 0, place + count <= Int(status.st_size) else { return nil }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(0, pread(file, buffer.baseAddress, count, off_t(place)))
        }
        return bytes.count == count ? bytes : nil
    }

    private static func error(_ what: String, _ path: String) -> StorageError {
        // SQLite's code for a full disk, or for what the system refuses.
        StorageError(code: errno == ENOSPC ? 13 : 10, "cannot \(what) '\(path)': \(String(cString: strerror(errno)))")
    }
}

import EventStore
import Foundation

/// Events of the workload in a file that this program and `rows.c` both read.
///
/// Little-endian. Head: "MPWL", version (4 bytes), count, payload bytes, checksum (8 each). An event: size of what
/// follows (4), flags (1: first of its batch, 2: has a trace), sizes of type, stream and principal (1 each), size of
/// the payload (4), time, revision (8 each), trace id (16), span id (8), then the four texts.
enum WorkloadFile {
    static let magic: UInt32 = 0x4C57_504D
    private static let first: UInt8 = 1
    private static let traced: UInt8 = 2

    /// Writes the first events of the workload, whole batches only: at least `count`.
    static func write(_ count: Int, seed: UInt64, to path: String) throws -> Checksum {
        var workload = Workload(seed: seed)
        var checksum = Checksum()
        var body: [UInt8] = []
        while workload.count < count {
            let batch = workload.next()
            for index in batch.events.indices {
                checksum.add(batch.events[index].payload)
                append(batch, index, to: &body)
            }
        }
        var data = Data()
        for value in [
            UInt64(magic) | UInt64(Workload.version) << 32, UInt64(checksum.count), UInt64(checksum.bytes),
            checksum.sum,
        ] {
            withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
        }
        data.append(contentsOf: body)
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        return checksum
    }

    private static func append(_ batch: WorkloadBatch, _ index: Int, to body: inout [UInt8]) {
        let event = batch.events[index]
        let type = event.kind.rawValue
        let principal = batch.principal ?? ""
        let size = 48 + type.utf8.count + batch.stream.utf8.count + principal.utf8.count + event.payload.count
        put(UInt32(size), to: &body)
        body.append((index == 0 ? first : 0) | (batch.trace == nil ? 0 : traced))
        for text in [type, batch.stream, principal] { body.append(UInt8(text.utf8.count)) }
        put(UInt32(event.payload.count), to: &body)
        put(UInt64(bitPattern: batch.time.nanoseconds), to: &body)
        put(batch.revision + UInt64(index), to: &body)
        put(batch.trace?.traceID.high ?? 0, to: &body)
        put(batch.trace?.traceID.low ?? 0, to: &body)
        put(batch.trace?.spanID.value ?? 0, to: &body)
        for text in [type, batch.stream, principal] { body.append(contentsOf: text.utf8) }
        body.append(contentsOf: event.payload)
    }

    private static func put(_ value: some FixedWidthInteger, to body: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { body.append(contentsOf: $0) }
    }
}

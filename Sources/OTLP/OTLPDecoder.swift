import EventStore

/// Turns the body of an OTLP/HTTP export into events for the log.
///
/// A span becomes a `SpanEnded`, a log record a `LogRecorded`, the metrics of a resource a `MetricsReceived`. Nothing
/// here waits or keeps state: the same body gives the same events, and any bytes at all give events or an error.
public struct OTLPDecoder: Sendable {
    typealias Block = ProtobufReader.Block

    private let limits: OTLPLimits

    public init(limits: OTLPLimits = OTLPLimits()) { self.limits = limits }

    /// Reads one export.
    ///
    /// - Parameter isGzip: whether the body is compressed (`Content-Encoding: gzip`).
    /// - Throws: where nothing of it can be taken. Records that are no good on their own are left out and counted.
    public func decode(
        _ body: [UInt8], of signal: OTLPSignal, in format: OTLPFormat, isGzip: Bool = false
    ) throws(OTLPError) -> OTLPBatch {
        var message = body
        if isGzip {
            message = try Gzip.inflate(body, limit: limits.inflatedBytes)
        } else if body.count > limits.inflatedBytes {
            throw .tooLarge("the body is larger than \(limits.inflatedBytes) bytes")
        }
        if format == .json {
            message = try ProtobufFromJSON.convert(message, signal.request, depthLimit: JSON.depthLimit)
        }
        let result: Result<OTLPBatch, OTLPError> = message.withUnsafeBufferPointer { block in
            do throws(OTLPError) { return .success(try read(block, signal, body: body)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func read(_ block: Block, _ signal: OTLPSignal, body: [UInt8]) throws(OTLPError) -> OTLPBatch {
        var batch = EventBatch(byteLimit: limits.eventBytes)
        var notes = DecodeNotes()
        var resources = ResourceDecoder(signal: signal, limits: limits)
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            if tag == .block(1) {
                try resources.decode(try reader.block(), into: &batch, &notes)
            } else {
                try reader.skip(tag)
            }
        }
        return OTLPBatch(
            proposals: batch.finish(body: body), accepted: notes.accepted, rejected: notes.rejected,
            message: notes.message(of: signal))
    }
}

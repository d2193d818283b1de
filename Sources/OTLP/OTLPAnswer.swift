/// The bodies that answer an export, in the format of the export.
public enum OTLPAnswer {
    /// google.rpc.Code, as far as an export can go wrong.
    public enum Code: UInt64, Sendable {
        case invalidArgument = 3
        case resourceExhausted = 8
        case unavailable = 14
    }

    /// What the log has, and what was left out: an empty message where nothing was.
    public static func success(_ batch: OTLPBatch, of signal: OTLPSignal, in format: OTLPFormat) -> [UInt8] {
        var writer = ProtobufWriter()
        if batch.rejected > 0 || !batch.message.isEmpty {
            writer.message(1) { partial in
                partial.varint(1, UInt64(batch.rejected))
                partial.text(2, batch.message)
            }
        }
        return write(writer, signal.response, format)
    }

    /// A refusal: google.rpc.Status.
    public static func failure(_ code: Code, _ message: String, in format: OTLPFormat) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.varint(1, code.rawValue)
        writer.text(2, message)
        return write(writer, .status, format)
    }

    private static func write(_ writer: ProtobufWriter, _ shape: OTLPShape, _ format: OTLPFormat) -> [UInt8] {
        switch format {
        case .protobuf: writer.bytes
        case .json: (try? JSONFromProtobuf.convert(writer.bytes, shape)) ?? []
        }
    }

    /// What a collector says of an export that it took: how many records it refused, and why.
    static func partial(_ body: [UInt8], in format: OTLPFormat, of signal: OTLPSignal) -> (
        rejected: Int, message: String
    ) {
        var message = body
        if format == .json {
            message = (try? ProtobufFromJSON.convert(body, signal.response, depthLimit: 16)) ?? []
        }
        let found: (Int, String)? = message.withUnsafeBufferPointer { block in
            do throws(OTLPError) { return try readPartial(block) } catch { return nil }
        }
        return found ?? (0, "")
    }

    private static func readPartial(_ block: ProtobufReader.Block) throws(OTLPError) -> (Int, String) {
        var (rejected, text) = (0, "")
        var reader = ProtobufReader(block)
        while let tag = try reader.tag() {
            guard tag == .block(1) else {
                try reader.skip(tag)
                continue
            }
            var partial = ProtobufReader(try reader.block())
            while let tag = try partial.tag() {
                switch tag {
                case .varint(1): rejected = Int(Int64(bitPattern: try partial.varint()))
                case .block(2): text = String(decoding: try partial.block(), as: UTF8.self)
                default: try partial.skip(tag)
                }
            }
        }
        return (rejected, text)
    }
}

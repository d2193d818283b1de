import CZlib

/// The compression of HTTP bodies (RFC 1952), which OTLP asks for.
package enum Gzip {
    private static let window = MAX_WBITS + 16

    /// Inflates all members of a gzip file.
    ///
    /// - Parameter limit: bytes that come out at most, however little went in.
    static func inflate(_ input: [UInt8], limit: Int) throws(OTLPError) -> [UInt8] {
        var stream = z_stream()
        let code = inflateInit2_(&stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .tooLarge("there is no memory to inflate the body") }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        let result: Result<Void, OTLPError> = input.withUnsafeBufferPointer { source in
            // zlib's interface is older than `const`; it only reads here.
            stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.avail_in = UInt32(truncatingIfNeeded: source.count)
            do throws(OTLPError) { return .success(try run(&stream, to: &output, limit)) } catch {
                return .failure(error)
            }
        }
        try result.get()
        return output
    }

    private static func run(_ stream: inout z_stream, to output: inout [UInt8], _ limit: Int) throws(OTLPError) {
        var step = max(4096, min(limit + 1, Int(stream.avail_in) * 6))
        while true {
            var code = Z_OK
            let part = [UInt8](unsafeUninitializedCapacity: step) { buffer, count in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(step)
                code = CZlib.inflate(&stream, Z_NO_FLUSH)
                count = step - Int(stream.avail_out)
            }
            if output.isEmpty { output = part } else { output += part }
            guard output.count <= limit else { throw .tooLarge("the body is larger than \(limit) bytes when inflated") }
            switch code {
            case Z_OK where stream.avail_out == 0: step = max(4096, min(limit + 1 - output.count, output.count))
            case Z_STREAM_END where stream.avail_in == 0: return
            case Z_STREAM_END: inflateReset(&stream)
            case Z_OK, Z_BUF_ERROR: throw .malformed("the gzip body ends early")
            default: throw .malformed("the body is not gzip")
            }
        }
    }

    /// - Parameter level: 1 (fast) to 9 (small).
    /// - Returns: nil where zlib has no memory.
    static func deflate(_ input: [UInt8], level: Int32 = 6) -> [UInt8]? {
        input.withUnsafeBufferPointer { deflate($0, level: level) }
    }

    /// - Parameter level: 1 (fast) to 9 (small).
    /// - Returns: nil where zlib has no memory.
    package static func deflate(_ source: UnsafeBufferPointer<UInt8>, level: Int32) -> [UInt8]? {
        var stream = z_stream()
        let code = deflateInit2_(
            &stream, level, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(source.count)))
        var isWhole = false
        let output = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.avail_in = UInt32(source.count)
            stream.next_out = buffer.baseAddress
            stream.avail_out = UInt32(bound)
            isWhole = CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END
            count = bound - Int(stream.avail_out)
        }
        return isWhole ? output : nil
    }
}

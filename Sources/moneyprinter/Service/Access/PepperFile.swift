import Access
import Foundation

/// The file with the pepper of the keys, beside the log and never in it.
enum PepperFile {
    static let name = "access.pepper"

    /// The pepper of a data folder; made where there is none.
    ///
    /// - Throws: where the file is there and has no pepper: with another one no key would open anything.
    static func pepper(folder: String) throws -> Pepper {
        let path = folder + "/" + name
        if let bytes = FileManager.default.contents(atPath: path) {
            guard let pepper = Pepper(read(bytes)) else {
                throw Failure(
                    "\(path): has no \(Pepper.minimumBytes) bytes in hexadecimal; without it no key opens anything")
            }
            return pepper
        }
        try make(path, folder)
        // Read again: of two processes that make one at once, one is first.
        guard let bytes = FileManager.default.contents(atPath: path), let pepper = Pepper(read(bytes)) else {
            throw Failure("\(path): cannot be read")
        }
        return pepper
    }

    private static func make(_ path: String, _ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<Pepper.minimumBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let text = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
        // O_EXCL: never over another's; readable by its owner alone from the first moment on.
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { return }
            throw Failure("\(path): \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
    }

    private static func read(_ bytes: Data) -> [UInt8] {
        let digits = bytes.filter { $0 > 0x20 }.map { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return [] }
        let values = digits.compactMap { $0 }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }
}

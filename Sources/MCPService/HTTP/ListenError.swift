/// The service cannot listen where it should, such as on a port that is taken.
public struct ListenError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let reason: String

    public var description: String { "cannot listen on \(host):\(port): \(reason)" }
}

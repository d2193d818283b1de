/// Why a call could not be run in a sandbox.
enum SandboxFault: Error, CustomStringConvertible {
    case tookLonger(seconds: Int)
    case tooLarge(megabytes: Int)
    case noAnswer

    var description: String {
        switch self {
        case .tookLonger(let seconds): "it took longer than \(seconds) s ([replay] timeout)"
        case .tooLarge(let megabytes): "it wrote more than \(megabytes) MB ([replay] megabytes)"
        case .noAnswer: "the sandbox kept no answer"
        }
    }
}

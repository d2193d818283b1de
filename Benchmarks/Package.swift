// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the service builds what measures it.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    products: [
        .executable(name: "accessbench", targets: ["accessbench"]),
        .executable(name: "alertbench", targets: ["alertbench"]),
        .executable(name: "foldbench", targets: ["foldbench"]),
        .executable(name: "logbench", targets: ["logbench"]),
    ],
    dependencies: [.package(name: "moneyprinter", path: "..")],
    targets: [
        .executableTarget(
            name: "accessbench", dependencies: [.product(name: "MCPService", package: "moneyprinter")],
            swiftSettings: settings),
        .executableTarget(
            name: "alertbench", dependencies: [.product(name: "Alerting", package: "moneyprinter")],
            swiftSettings: settings),
        .executableTarget(
            name: "foldbench", dependencies: [.product(name: "Alerting", package: "moneyprinter")],
            swiftSettings: settings),
        .executableTarget(
            name: "logbench", dependencies: [.product(name: "EventStore", package: "moneyprinter")],
            swiftSettings: settings),
    ]
)

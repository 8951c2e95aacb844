@main struct Pseudobox { static func main() {} }

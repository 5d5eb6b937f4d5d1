import Diffusion
import Generation
import Glibc
import OpenAIImages
import Shell

let loaders = EngineLoaders([OpenAILoader()], local: DiffusersLoader())
let status = await Program.run(CommandLine.arguments, loader: loaders)
// Not `exit`: what was cancelled or is done in the background may still be at work on other threads, and `exit` would take
// the libraries' memory away under it.
fflush(nil)
quick_exit(status)

import Diffusion
import Generation
import Glibc
import OpenAIImages
import Shell

let loaders = EngineLoaders([OpenAILoader()], local: DiffusersLoader())
exit(await Program.run(CommandLine.arguments, loader: loaders))

using Goodhart.Cli;

using var interruption = new Interruption(Console.Error);
return await App.Run(args, Screen.OfThisProcess(), interruption.Token);

return Goodhart.Design.IsolatedWorker.Run();

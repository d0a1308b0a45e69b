Console.WriteLine("goodhart");
return 0;

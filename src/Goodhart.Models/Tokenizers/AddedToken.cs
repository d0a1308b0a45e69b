namespace Goodhart.Models;

/// <summary>A token that is found in a text as it stands, before anything else looks at it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its spelling.</param>
/// <param name="Special">It steers the model (a turn's end) and must not be written by strangers.</param>
/// <param name="SingleWord">It counts only where no letter or digit adjoins it.</param>
/// <param name="StripLeft">It swallows white space before it.</param>
/// <param name="StripRight">It swallows white space after it.</param>
internal sealed record AddedToken(int Id, string Content, bool Special, bool SingleWord = false, bool StripLeft = false, bool StripRight = false);

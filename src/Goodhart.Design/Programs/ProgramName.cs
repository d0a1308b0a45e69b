using System.Text;

namespace Goodhart.Design;

/// <summary>How a world's names are written in a program.</summary>
public static class ProgramName
{
    /// <summary>"angular velocity" → "AngularVelocity"; what is no letter or digit separates words; a leading digit gets an underscore.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length);
        var upper = true;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                upper = true;
                continue;
            }

            if (text.Length == 0 && char.IsAsciiDigit(c)) text.Append('_');
            text.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }

        return text.Length > 0 ? text.ToString() : throw new ArgumentException($"'{name}' has no letter or digit, so a program could not name it.", nameof(name));
    }

    /// <summary>"gripper.angular velocity" → "Gripper.AngularVelocity": dots group fields.</summary>
    public static string Path(string name) => string.Join('.', name.Split('.').Select(Of));
}

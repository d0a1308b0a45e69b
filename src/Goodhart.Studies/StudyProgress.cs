namespace Goodhart.Studies;

/// <summary>Where a study stands.</summary>
/// <param name="Job">The arm, with its seed where it has one.</param>
/// <param name="Done">Share of the job that is done, from 0 to 1.</param>
/// <param name="Message">What is going on, or how it went.</param>
public readonly record struct StudyProgress(string Job, double Done, string Message);

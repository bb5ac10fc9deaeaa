package dev.profilekeep.disk.finding;

/** What must hold on a disk. Each format has an enum of its rules; {@code docs/formats/check.md} is the table of all. */
public interface Rule {
    /** By which programs know it, stable from release to release: {@code vhdx.block-overlap}. */
    String id();

    Severity severity();

    /** What is wrong where the rule is broken, in a plain sentence without its full stop. */
    String broken();

    /** What to do about it, in a plain sentence. */
    String advice();

    /** Where the rule comes from: a section of a specification, or who observed it. */
    String source();
}

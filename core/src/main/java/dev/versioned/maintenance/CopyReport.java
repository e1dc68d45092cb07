package dev.versioned.maintenance;

/**
 * The result of an export, an import or a copy, or how far it has come; see {@link
 * dev.versioned.RepositoryCopy}. What existed already, and is equal, is counted as skipped.
 *
 * @param artifacts how many artifacts are complete
 * @param versions how many versions were written, and their numbers without a version
 * @param versionsSkipped how many of them existed already
 * @param bytes how many bytes of versions and working copies were written
 * @param bytesSkipped how many existed already
 * @param aliases how many aliases were written, including those that were deleted
 * @param ledgerRows how many rows of ledgers were written
 * @param keys how many idempotency keys were written
 * @param recordsSkipped how many aliases, rows and keys existed already, and how many keys have
 *     expired
 */
public record CopyReport(
    long artifacts,
    long versions,
    long versionsSkipped,
    long bytes,
    long bytesSkipped,
    long aliases,
    long ledgerRows,
    long keys,
    long recordsSkipped) {}

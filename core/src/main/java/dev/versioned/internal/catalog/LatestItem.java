package dev.versioned.internal.catalog;

import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The item {@code $LATEST}, and the tombstones of uploads that must not become {@code $LATEST}. */
final class LatestItem {
  private final ItemStore items;
  private final VersionReader reader;

  LatestItem(ItemStore items, VersionReader reader) {
    this.items = items;
    this.reader = reader;
  }

  /** Reads {@code $LATEST}; empty if nothing was ever put. */
  Optional<VersionItems.LatestEntry> find(ArtifactName artifact) {
    return items
        .read("read " + artifact + ":$LATEST", Keys.latest(artifact), Consistency.STRONG)
        .map(reader::readLatest);
  }

  /**
   * Puts a working copy, or the tombstone of one, where none was ever put, with the revision that
   * it has.
   *
   * @return what exists already; empty if it was put
   */
  Optional<VersionItems.LatestEntry> putFirst(
      String purpose, ArtifactName artifact, long revision, Optional<WorkingCopy> copy) {
    List<ItemWrite> writes = new ArrayList<>();
    writes.add(
        new ItemWrite.Put(
            copy.map(VersionItems::write)
                .orElseGet(() -> VersionItems.writeRemoved(artifact, revision)),
            // rule: imported-copy-replaces-none
            Condition.absent()));
    copy.ifPresent(
        own ->
            writes.add(
                new ItemWrite.Check(Keys.upload(artifact, own.uploadId()), Condition.absent())));
    ItemWrite.TransactionResult result = items.writeAll(purpose, writes);
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return Optional.empty();
    }
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    if (refusals.containsKey(0)) {
      return refusals.get(0).map(reader::readLatest);
    } else if (refusals.containsKey(1)) {
      throw BackendException.permanentFailure(
          "Cannot "
              + purpose
              + ": gc closed its upload, since an earlier import was interrupted for longer than the"
              + " grace period; put the content again instead",
          null);
    }
    throw VersionPartition.contended(purpose);
  }

  WorkingCopy.SwapResult swap(WorkingCopy next) {
    ItemWrite.TransactionResult result =
        items.writeAll(
            "put " + next.version(),
            List.of(
                new ItemWrite.Put(VersionItems.write(next), at(next.revision() - 1)),
                // rule: collected-upload-becomes-no-copy
                new ItemWrite.Check(
                    Keys.upload(next.version().artifact(), next.uploadId()), Condition.absent())));
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return new WorkingCopy.Swapped();
    }
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    if (refusals.containsKey(0)) {
      Optional<VersionItems.LatestEntry> current = refusals.get(0).map(reader::readLatest);
      return new WorkingCopy.RevisionDiffers(
          current.map(VersionItems.LatestEntry::revision).orElse(0L),
          current.flatMap(VersionItems.LatestEntry::copy));
    }
    return refusals.containsKey(1)
        ? new WorkingCopy.UploadAbandoned()
        : new WorkingCopy.Contended();
  }

  /** Makes the write that removes the working copy and keeps only its revision. */
  ItemWrite removal(ArtifactName artifact, long revision) {
    // rule: artifact-is-retired-from-its-revision
    return new ItemWrite.Put(VersionItems.writeRemoved(artifact, revision + 1), at(revision));
  }

  private static Condition at(long revision) {
    return revision == 0
        ? Condition.absent()
        // rule: copy-is-swapped-from-its-revision
        : Condition.equal(Attributes.REVISION, revision);
  }

  boolean abandon(ArtifactName artifact, String uploadId, Instant expiresAt) {
    String purpose = "abandon upload " + uploadId + " of " + artifact;
    ItemWrite.TransactionResult result =
        items.writeAll(
            purpose,
            List.of(
                // rule: collected-upload-has-a-tombstone
                new ItemWrite.Put(
                    ArtifactItems.abandonedUpload(artifact, uploadId, expiresAt),
                    Condition.always()),
                // rule: upload-of-the-copy-is-kept
                new ItemWrite.Check(
                    Keys.latest(artifact), Condition.differs(Attributes.UPLOAD_ID, uploadId))));
    if (result instanceof ItemWrite.NoneWritten refused && refused.refusals().isEmpty()) {
      throw VersionPartition.contended(purpose);
    }
    return result instanceof ItemWrite.AllWritten;
  }
}

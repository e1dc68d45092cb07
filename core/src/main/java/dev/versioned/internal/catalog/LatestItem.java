package dev.versioned.internal.catalog;

import dev.versioned.ArtifactName;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.WorkingCopy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The item {@code $LATEST}, and the tombstones of uploads that must not become it any more. */
final class LatestItem {
  private final ItemStore items;

  LatestItem(ItemStore items) {
    this.items = items;
  }

  Optional<WorkingCopy> find(ArtifactName artifact) {
    return items
        .read("read " + artifact + ":$LATEST", Keys.latest(artifact), Consistency.STRONG)
        .map(VersionItems::readWorkingCopy);
  }

  WorkingCopy.SwapResult swap(WorkingCopy next) {
    Condition atLast =
        next.revision() == 1
            ? Condition.absent()
            : Condition.equal(Attributes.REVISION, next.revision() - 1);
    ItemWrite.TransactionResult result =
        items.writeAll(
            "put " + next.version(),
            List.of(
                new ItemWrite.Put(VersionItems.write(next), atLast),
                new ItemWrite.Check(
                    Keys.upload(next.version().artifact(), next.uploadId()), Condition.absent())));
    if (!(result instanceof ItemWrite.NoneWritten refused)) {
      return new WorkingCopy.Swapped();
    }
    SortedMap<Integer, Optional<Item>> refusals = refused.refusals();
    if (refusals.containsKey(0)) {
      return new WorkingCopy.RevisionDiffers(refusals.get(0).map(VersionItems::readWorkingCopy));
    }
    return refusals.containsKey(1)
        ? new WorkingCopy.UploadAbandoned()
        : new WorkingCopy.Contended();
  }

  boolean remove(ArtifactName artifact, long revision) {
    ItemWrite.Result result =
        items.write(
            "remove " + artifact + ":$LATEST",
            new ItemWrite.Delete(
                Keys.latest(artifact),
                Condition.absent().or(Condition.equal(Attributes.REVISION, revision))));
    return result instanceof ItemWrite.Written;
  }

  boolean abandon(ArtifactName artifact, String uploadId, Instant expiresAt) {
    String purpose = "abandon upload " + uploadId + " of " + artifact;
    ItemWrite.TransactionResult result =
        items.writeAll(
            purpose,
            List.of(
                new ItemWrite.Put(
                    ArtifactItems.abandonedUpload(artifact, uploadId, expiresAt),
                    Condition.always()),
                new ItemWrite.Check(
                    Keys.latest(artifact), Condition.differs(Attributes.UPLOAD_ID, uploadId))));
    if (result instanceof ItemWrite.NoneWritten refused && refused.refusals().isEmpty()) {
      throw VersionPartition.contended(purpose);
    }
    return result instanceof ItemWrite.AllWritten;
  }
}

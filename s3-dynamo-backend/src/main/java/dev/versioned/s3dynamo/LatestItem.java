package dev.versioned.s3dynamo;

import dev.versioned.ArtifactName;
import dev.versioned.spi.WorkingCopy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item {@code $LATEST}, and the tombstones of uploads that must not become it any more. */
final class LatestItem {
  private final Table table;

  LatestItem(Table table) {
    this.table = table;
  }

  Optional<WorkingCopy> find(ArtifactName artifact) {
    return table.read(ItemKey.latest(artifact)).map(VersionItems.WORKING_COPY::read);
  }

  WorkingCopy.SwapResult swap(WorkingCopy next) {
    ArtifactName artifact = next.version().artifact();
    Expression x = new Expression();
    String condition =
        next.revision() == 1
            ? x.absent()
            : x.of(Attributes.REVISION) + " = " + x.number(next.revision() - 1);
    Expression notAbandoned = new Expression();
    Optional<Cancellation> cancelled =
        table.transact(
            "put " + next.version(),
            List.of(
                table.items().put(VersionItems.WORKING_COPY.write(next), condition, x),
                table
                    .items()
                    .check(
                        ItemKey.upload(artifact, next.uploadId()),
                        notAbandoned.absent(),
                        notAbandoned)));
    if (cancelled.isEmpty()) {
      return new WorkingCopy.Swapped();
    }
    Cancellation why = cancelled.get();
    if (why.refused(0)) {
      Map<String, AttributeValue> item = why.item(0);
      return new WorkingCopy.RevisionDiffers(
          item.isEmpty() ? Optional.empty() : Optional.of(VersionItems.WORKING_COPY.read(item)));
    }
    return why.refused(1) ? new WorkingCopy.UploadAbandoned() : new WorkingCopy.Contended();
  }

  boolean remove(ArtifactName artifact, long revision) {
    Expression x = new Expression();
    String condition = x.absent() + " OR " + x.of(Attributes.REVISION) + " = " + x.number(revision);
    return table
        .delete("remove " + artifact + ":$LATEST", ItemKey.latest(artifact), condition, x)
        .applied();
  }

  boolean abandon(ArtifactName artifact, String uploadId, Instant expiresAt) {
    ArtifactItems.AbandonedUpload tombstone =
        new ArtifactItems.AbandonedUpload(artifact, uploadId, expiresAt);
    Expression x = new Expression();
    Optional<Cancellation> cancelled =
        table.transactPatiently(
            "abandon upload " + uploadId + " of " + artifact,
            List.of(
                table.items().put(ArtifactItems.ABANDONED_UPLOAD.write(tombstone)),
                table
                    .items()
                    .check(
                        ItemKey.latest(artifact), x.differs(Attributes.UPLOAD_ID, uploadId), x)));
    return cancelled.isEmpty();
  }
}

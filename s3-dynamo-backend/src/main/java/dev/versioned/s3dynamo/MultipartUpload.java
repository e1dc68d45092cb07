package dev.versioned.s3dynamo;

import dev.versioned.model.BackendException;
import dev.versioned.spi.WriteResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * The parts of one upload that are being sent. Used by one thread. Closing it aborts the upload
 * unless it is complete or may be; in that case nothing is cleaned up here, and any rest is left to
 * the bucket's lifecycle rule.
 */
final class MultipartUpload implements AutoCloseable {
  private final BegunUpload begun;
  private final ExecutorService threads;
  private final Deque<Future<CompletedPart>> underWay = new ArrayDeque<>();
  private final List<CompletedPart> done = new ArrayList<>();
  private volatile boolean stopped;
  private volatile boolean ending;
  private boolean settled;
  private boolean kept;

  /** Sends a part. */
  @FunctionalInterface
  interface Sender {
    /** Sends the part with this number, 1 for the first, to an upload. */
    CompletedPart send(String uploadId, int number);
  }

  MultipartUpload(BegunUpload begun, ExecutorService threads) {
    this.begun = begun;
    this.threads = threads;
  }

  BegunUpload begun() {
    return begun;
  }

  /** Returns whether sending must stop, including parts already being sent. */
  boolean isStopped() {
    return stopped;
  }

  /** Returns whether a failed part must not be sent again. */
  boolean isEnding() {
    return ending;
  }

  /** Returns the number of the next part, 1 for the first. */
  int nextNumber() {
    return done.size() + underWay.size() + 1;
  }

  /** Counts the next part as sent, because an earlier process has sent it. */
  void skip(CompletedPart part) {
    underWay.add(CompletableFuture.completedFuture(part));
  }

  /**
   * Sends the next part once fewer than {@code most} are being sent.
   *
   * @throws RuntimeException the failure of this or an earlier part
   */
  void send(int most, Sender part) {
    awaitAtMost(most - 1);
    int number = nextNumber();
    try {
      underWay.add(
          threads.submit(
              () -> {
                if (stopped) {
                  throw new CancellationException("another part failed");
                }
                return part.send(begun.uploadId(), number);
              }));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("Cannot " + what() + ": the repository was closed", e);
    }
  }

  /**
   * Waits until at most this many parts are being sent.
   *
   * @throws RuntimeException the failure of a part
   */
  void awaitAtMost(int parts) {
    while (underWay.size() > parts) {
      awaitOldest();
    }
  }

  private void awaitOldest() {
    try {
      done.add(underWay.remove().get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BackendException.transientFailure(
          "Cannot " + what() + ": the thread was interrupted", e);
    }
  }

  /** Returns the operation that a failed part prevents. */
  private String what() {
    return begun.bucket().writing(begun.key()).what();
  }

  /** Waits for all parts, and {@link BegunUpload#complete completes} the upload. */
  Optional<WriteResult> complete(long sizeBytes, @Nullable Integer crc32c) {
    awaitAtMost(0);
    try {
      Optional<WriteResult> result = begun.complete(done, sizeBytes, crc32c);
      settled = result.filter(WriteResult.Written.class::isInstance).isPresent();
      return result;
    } catch (BackendException e) {
      settled = e.isOutcomeUnknown();
      throw e;
    }
  }

  /** Keeps the parts in S3 when this is closed, so that the upload can be resumed. */
  void keep() {
    kept = true;
  }

  /** Aborts the upload once no part is being sent: a part that arrived later would stay in S3. */
  @Override
  public void close() {
    if (settled) {
      return;
    }
    // Requests of an interrupted thread fail at once, so the flag is set again after the last
    // request.
    boolean interrupted = Thread.interrupted();
    ending = true;
    stopped = !kept || interrupted;
    while (!underWay.isEmpty()) {
      try {
        underWay.element().get();
        underWay.remove();
      } catch (ExecutionException e) {
        underWay.remove();
      } catch (InterruptedException e) {
        interrupted = true;
        stopped = true;
      }
    }
    if (!kept) {
      begun.abort();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.versioned.s3dynamo;

import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.UnreadableContentException;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.WriteResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes objects from streams that can be read only once: each part is in memory until it is sent.
 */
final class StreamWriter {
  private final Bucket bucket;
  private final ExecutorService threads;
  private final PartSender sender;
  private final StreamParts streamParts;
  private final WholeWriter whole;

  StreamWriter(
      Bucket bucket,
      ExecutorService threads,
      PartSender sender,
      StreamParts streamParts,
      WholeWriter whole) {
    this.bucket = bucket;
    this.threads = threads;
    this.sender = sender;
    this.streamParts = streamParts;
    this.whole = whole;
  }

  WriteResult create(BlobKey key, InputStream content, BlobHeader header) {
    StreamBuffers buffers = new StreamBuffers();
    byte[] part = buffers.take(streamParts.bytesOf(0));
    int length = read(key, content, part);
    if (length < part.length) {
      byte[] all = Arrays.copyOf(part, length);
      return whole.put(key, () -> new ByteArrayInputStream(all), length, Digest.of(all), header);
    }
    try (MultipartUpload upload =
        new MultipartUpload(BegunUpload.begin(bucket, key, header), threads)) {
      long sizeBytes = 0;
      int crc32c = 0;
      for (int index = 0; length > 0; index++) {
        crc32c = Crc32c.combine(crc32c, send(upload, buffers, key, part, length), length);
        sizeBytes += length;
        if (length < part.length) {
          break;
        }
        int nextBytes = streamParts.bytesOf(index + 1);
        // The part being filled takes memory, too.
        upload.awaitAtMost(StreamParts.inMemory(nextBytes) - 1);
        part = buffers.take(nextBytes);
        length = read(key, content, part);
        if (length > 0 && index + 1 == PartSizes.MOST_PARTS) {
          throw new UnreadableContentException(
              "Cannot "
                  + bucket.writing(key).what()
                  + ": the stream is longer than the number of parts that S3 allows can hold",
              null);
        }
      }
      return upload
          .complete(sizeBytes, crc32c)
          .orElseThrow(() -> WholeWriter.conflict(bucket, key));
    }
  }

  /** Sends a part in the background, and returns its CRC-32C. */
  private int send(
      MultipartUpload upload, StreamBuffers buffers, BlobKey key, byte[] part, int length) {
    int crc32c = Crc32c.of(part, length);
    upload.send(
        Integer.MAX_VALUE,
        (uploadId, number) -> {
          CompletedPart done =
              sender.send(
                  new PartSender.Address(key, uploadId, number),
                  () -> new ByteArrayInputStream(part, 0, length),
                  length,
                  crc32c,
                  upload::isEnding);
          buffers.giveBack(part);
          return done;
        });
    return crc32c;
  }

  /** Fills a buffer from the stream, up to the stream's end. */
  private int read(BlobKey key, InputStream content, byte[] buffer) {
    try {
      int length = 0;
      int read = 0;
      // Not readNBytes: that reads only once from a stream over an array.
      while (length < buffer.length && read >= 0) {
        read = content.read(buffer, length, buffer.length - length);
        length += Math.max(read, 0);
      }
      return length;
    } catch (IOException e) {
      throw PartContent.unreadable(bucket.writing(key).what(), e);
    }
  }
}

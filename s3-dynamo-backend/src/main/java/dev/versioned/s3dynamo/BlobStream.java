package dev.versioned.s3dynamo;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object. If it is closed before its end, it aborts the connection instead of
 * reading the rest in order to reuse it.
 */
final class BlobStream extends FilterInputStream {
  private final ResponseInputStream<GetObjectResponse> body;
  private final String what;
  private boolean ended;

  BlobStream(ResponseInputStream<GetObjectResponse> body, String what) {
    super(body);
    this.body = body;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      ended |= read < 0;
      return read;
    } catch (SdkException e) {
      // The SDK found a mismatch with the checksum that S3 stores, or the thread was interrupted.
      throw new IOException("Cannot " + what + ": " + e.getMessage(), e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(count, 8192))];
    return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      body.abort();
    }
    body.close();
  }
}

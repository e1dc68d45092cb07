package dev.versioned.benchmarks;

import dev.versioned.testkit.EmbeddedAws;
import java.io.IOException;

/** The main method of the process that runs S3Proxy and DynamoDB Local. */
final class EmbeddedServers {
  private EmbeddedServers() {}

  /** Prints the endpoints, and serves until standard input ends. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedAws aws = EmbeddedAws.startOnDisk()) {
      System.out.println(aws.s3Endpoint() + " " + aws.dynamoDbEndpoint());
      while (System.in.read() >= 0) {
        // Input is ignored.
      }
    }
  }
}

package dev.versioned.spring;

import java.net.URI;
import java.util.Optional;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where bucket and table are, if not where the properties and the application's clients say: a
 * container, or the embedded stack of tests. A bean of this type replaces the application's
 * clients.
 */
public interface VersionedConnectionDetails extends ConnectionDetails {

  /**
   * Returns the endpoint of S3.
   *
   * @return the endpoint
   */
  URI s3Endpoint();

  /**
   * Returns the endpoint of DynamoDB.
   *
   * @return the endpoint
   */
  URI dynamoDbEndpoint();

  /**
   * Returns the region of both.
   *
   * @return the region's id
   */
  String region();

  /**
   * Returns the access key.
   *
   * @return the access key
   */
  String accessKey();

  /**
   * Returns the secret key.
   *
   * @return the secret key
   */
  String secretKey();

  /**
   * Returns the bucket, if it is not the one of the properties.
   *
   * @return the bucket's name, or empty
   */
  default Optional<String> bucket() {
    return Optional.empty();
  }

  /**
   * Returns the table, if it is not the one of the properties.
   *
   * @return the table's name, or empty
   */
  default Optional<String> table() {
    return Optional.empty();
  }
}

package dev.versioned.testkit.fault;

import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request of an AWS client, just before it is sent; a retry of the SDK is a separate call.
 *
 * @param service the SDK's name of the service, {@code S3} or {@code DynamoDB}
 * @param operation the service's name of the operation, such as {@code PutObject}
 * @param request the HTTP request
 */
public record AwsCall(String service, String operation, SdkHttpRequest request) {}

/** S3 and DynamoDB in one process, for learning the command without AWS. */
@NullMarked
package dev.versioned.sandbox;

import org.jspecify.annotations.NullMarked;

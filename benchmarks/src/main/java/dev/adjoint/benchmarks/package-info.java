/** Speed and memory, beside the libraries a JVM user would pick instead. */
package dev.adjoint.benchmarks;

/** What to measure of a model besides its loss. */
package dev.adjoint.nn.metric;

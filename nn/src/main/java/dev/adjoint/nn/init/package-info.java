/** Where weights start. */
package dev.adjoint.nn.init;

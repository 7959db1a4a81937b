/**
 * Automatic differentiation on computation graphs.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(-2), y = Tensor.variable(5), z = Tensor.variable(-4);
 * Tensor f = x.add(y).mul(z);      // f = (x + y) z = -12
 * Gradients df = f.backward();
 * df.of(x);                        // -4
 * }</pre>
 */
package dev.adjoint;

"""Right chains about the blackboard's questions, each in a spelling of its own."""

from grader.derivation.symbols import Symbols
from tests.derivation.blackboard import (
    CROSS_ENTROPY,
    HIDDEN_LAYER,
    NAIVE_SOFTMAX,
    NEGATIVE_SAMPLING,
    ONE_NUMBER,
    SHIFT,
    SKIP_GRAM,
)

BY_V = r"\frac{\partial J}{\partial v_c}"
BY_W = r"\frac{\partial J}{\partial u_w}"
BY_X = r"\frac{\partial J}{\partial x}"
RIGHT: list[tuple[Symbols, str]] = [
    (SHIFT, r"\text{softmax}(x+c)_i = \frac{e^{x_i+c}}{\sum_j e^{x_j+c}} = \frac{e^c e^{x_i}}{e^c \sum_j e^{x_j}}"),
    (SHIFT, r"\text{softmax}(x+c) = \text{softmax}(x)"),
    (ONE_NUMBER, r"\sigma'(x) = \frac{e^{-x}}{(1+e^{-x})^2} = \sigma(x)(1-\sigma(x))"),
    (ONE_NUMBER, r"\frac{d}{dx} (1+e^{-x})^{-1} = (1+e^{-x})^{-2} e^{-x} = \sigma(1-\sigma) = \sigma(x) - \sigma^2(x)"),
    (ONE_NUMBER, r"\tanh'(x) = \frac{(e^x+e^{-x})^2-(e^x-e^{-x})^2}{(e^x+e^{-x})^2} = 1-\tanh^2(x)"),
    (CROSS_ENTROPY, r"CE = -y^T \log \hat y = -y \cdot \log \hat y = -\log \hat y_t"),
    (
        CROSS_ENTROPY,
        r"\frac{\partial CE}{\partial \theta_k} = -\sum_i y_i \frac{\partial}{\partial \theta_k} \log(\hat y_i)"
        r" = -\sum_i y_i (\delta_{ik} - \hat y_k) = \hat y_k - y_k",
    ),
    (CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta_k} = -y_k(1-\hat y_k) + \sum_{i \neq k} y_i \hat y_k"),
    (CROSS_ENTROPY, r"\frac{\partial \hat y_i}{\partial \theta_j} = \hat y_i(\delta_{ij} - \hat y_j)"),
    (CROSS_ENTROPY, r"\frac{\partial \hat y}{\partial \theta} = \text{diag}(\hat y) - \hat y \hat y^T"),
    (
        CROSS_ENTROPY,
        r"\frac{\partial \hat y_i}{\partial \theta_j} = \begin{cases} \hat y_i(1-\hat y_i) & i=j \\"
        r" -\hat y_i \hat y_j & i \neq j \end{cases}",
    ),
    (CROSS_ENTROPY, r"\frac{\partial CE}{\partial \theta_i} = \hat y - y"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o + \sum_x \hat y_x u_x = U(\hat y - y)"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o + \frac{\sum_w \exp(u_w^T v_c) u_w}{\sum_x \exp(u_x^T v_c)}"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o(1-\hat y_o) + \sum_{w \neq o} p(w \mid c) u_w"),
    (NAIVE_SOFTMAX, BY_V + r" = \sum (\hat y_w - y_w) u_w"),
    (NAIVE_SOFTMAX, BY_V + r" = -u_o + \hat y_1 u_1 + \hat y_2 u_2 + \dots + \hat y_V u_V"),
    (NAIVE_SOFTMAX, BY_V + r" = \frac{\partial J}{\partial \hat y} \frac{\partial \hat y}{\partial v_c}"),
    (NAIVE_SOFTMAX, BY_V + r" = (\hat y - y) \frac{\partial U^T v_c}{\partial v_c} = U(\hat y - y)"),
    (NAIVE_SOFTMAX, BY_W + r" = (\hat y_w - y_w) v_c = (p(w \mid c) - 1[w=o]) v_c"),
    (NAIVE_SOFTMAX, r"\frac{\partial J}{\partial u_o} = (\hat y_o - 1) v_c"),
    (NAIVE_SOFTMAX, r"\frac{\partial J}{\partial U} = v_c (\hat y - y)^T = v_c \otimes (\hat y - y)"),
    (NAIVE_SOFTMAX, r"\frac{\partial J}{\partial U} = [(\hat y_1 - y_1) v_c, \dots, (\hat y_V - y_V) v_c]"),
    (NAIVE_SOFTMAX, r"J = -u_o^T v_c + \log \sum_w \exp u_w^T v_c = -\sum_w y_w \log \hat y_w"),
    (HIDDEN_LAYER, BY_X + r" = ((\hat y - y) W_2^T \odot \sigma'(z)) W_1^T"),
    (HIDDEN_LAYER, BY_X + r" = (\hat y - y) \cdot W_2^\top \odot (h(1 - h)) \cdot W_1^\top"),
    (HIDDEN_LAYER, BY_X + r" = (\hat y - y) W_2^T h (1-h) W_1^T"),
    (HIDDEN_LAYER, r"\frac{\partial J}{\partial W_2} = h^T (\hat y - y)"),
    (
        NEGATIVE_SAMPLING,
        BY_V + r" = (\sigma(u_o^T v_c) - 1) u_o - \sum_{k=1}^K (\sigma(-u_k^T v_c) - 1) u_k"
        r" = -\sigma(-u_o^T v_c) u_o + \sum_k \sigma(u_k^T v_c) u_k",
    ),
    (NEGATIVE_SAMPLING, r"\frac{\partial J}{\partial u_o} = (\sigma(u_o^T v_c) - 1) v_c"),
    (NEGATIVE_SAMPLING, r"\frac{\partial J}{\partial u_k} = m_k (1 - \sigma(-u_k^T v_c)) v_c"),
    (NEGATIVE_SAMPLING, r"\frac{\partial J}{\partial u_k} = \sum_{j=1}^K 1[u_j=u_k] \sigma(u_k^T v_c) v_c"),
    (
        SKIP_GRAM,
        r"\frac{\partial J}{\partial U} ="
        r" \sum_{-m \le j \le m, j \neq 0} \frac{\partial F(w_{t+j}, v_{w_t})}{\partial U}",
    ),
]

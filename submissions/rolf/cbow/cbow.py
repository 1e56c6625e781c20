"""Homework 2: CBOW with negative sampling."""

import torch
import torch.nn as nn
import torch.nn.functional as F

K = 4
EMBED_DIM = 100
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def get_tokenized_dataset(dataset, verbose=False):
    rows = []
    for i, tokens in enumerate(dataset):
        if verbose and i % 10000 == 0:
            print(i, "sentences")
        ids = [vocab[token] for token in tokens]
        for j in range(1, len(ids) - 1):
            rows.append([ids[j - 1], ids[j], ids[j + 1]])
    return rows


class CBOWNegativeSampling(nn.Module):
    def __init__(self, vocab_size, embed_dim):
        super().__init__()
        self.A = nn.Embedding(vocab_size, embed_dim)
        self.B = nn.Embedding(vocab_size, embed_dim)
        nn.init.uniform_(self.A.weight, -0.5 / embed_dim, 0.5 / embed_dim)
        nn.init.uniform_(self.B.weight, -0.5 / embed_dim, 0.5 / embed_dim)

    def forward(self, x):
        context = self.A(x[:, :2]).mean(dim=1)
        centre = self.B(x[:, 2])
        return (context * centre).sum(dim=1)


def noise():
    weights = torch.tensor([counts[word] for word in itos], dtype=torch.float) ** 0.75
    return weights / weights.sum()


def train(dataloader, model, optimizer, epoch):
    model.train()
    p = noise()
    total = 0.0
    for x in dataloader:
        x = x.to(device)
        n = len(x)
        negatives = torch.multinomial(p, n * K, replacement=True)
        drawn = x.repeat_interleave(K, dim=0)
        drawn[:, 2] = negatives
        positive = model(x)
        negative = model(drawn).view(n, K)
        loss = (-F.logsigmoid(positive) - F.logsigmoid(negative).sum(dim=1)).mean()
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(f"epoch {epoch}: {total / len(dataloader):.3f}")


def validate_embeddings(model, valid_ids, itos):
    weights = F.normalize(model.A.weight, dim=1)
    for word in valid_ids:
        scores = weights @ weights[word]
        best = scores.argsort(descending=True)[1:11]
        print(itos[word], ":", ", ".join(itos[int(j)] for j in best))

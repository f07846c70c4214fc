package main

import (
	"encoding/json"
	"net/http"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/go-oauth2/oauth2/v4/models"
	"github.com/go-oauth2/oauth2/v4/server"
	"github.com/go-oauth2/oauth2/v4/store"
)

// newPartner is an OAuth2 server and the receiver behind it. It knows one client, "me" with the secret
// "cl1ent-secret". /token is the endpoint of OAuth2, /login that of the platform's dynamic token,
// /forget makes it forget the token that it is shown, and everything else wants one.
func newPartner() http.HandlerFunc {
	clients := store.NewClientStore()
	_ = clients.Set("me", &models.Client{ID: "me", Secret: "cl1ent-secret"})
	manager := manage.NewDefaultManager()
	manager.MapClientStorage(clients)
	manager.MustTokenStorage(store.NewMemoryTokenStore())
	issuer := server.NewDefaultServer(manager)
	issuer.SetAllowedGrantType(oauth2.ClientCredentials)
	mux := http.NewServeMux()
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) { _ = issuer.HandleTokenRequest(w, r) })
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) { login(w, r, manager) })
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		token, err := issuer.ValidationBearerToken(r)
		if err != nil {
			http.Error(w, "unknown token", http.StatusUnauthorized)
			return
		}
		if r.URL.Path == "/forget" {
			_ = manager.RemoveAccessToken(r.Context(), token.GetAccess())
		}
	})
	return mux.ServeHTTP
}

// login gives a token for {"user": …, "password": …}.
func login(w http.ResponseWriter, r *http.Request, manager *manage.Manager) {
	var who struct{ User, Password string }
	if err := json.NewDecoder(r.Body).Decode(&who); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	token, err := manager.GenerateAccessToken(r.Context(), oauth2.ClientCredentials, &oauth2.TokenGenerateRequest{
		ClientID: who.User, ClientSecret: who.Password, Request: r,
	})
	if err != nil {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"token": token.GetAccess(), "ttl": "3600"}})
}
